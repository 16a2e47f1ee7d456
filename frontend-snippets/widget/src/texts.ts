/** Everything the widget says by itself, in every language. */

import type { Badge, Language, SlotStatus, VerdictName } from "./types";

const en = {
  title: "Recommended platform",
  edition: (edition: string, day: string) => `Edition ${edition}, as of ${day}`,
  loading: "Working out the recommendation…",
  empty: "There is nothing to show: none of the slots asked for is part of this recommendation.",
  error: "That did not work",
  failed: "Portolan answered with an error.",
  offline: "Portolan cannot be reached",
  offlineHelp: "Check the connection. It is tried again as soon as you are online.",
  unread: "The profile cannot be read",
  denied: "Portolan does not know who you are, or you may not do that here.",
  stale: "What is shown is the last recommendation that arrived.",
  again: "Try again",
  noPick: "No pick",
  notPicked: "Nothing picked here",
  reasons: "Reasons",
  close: "Close",
  needed: "Why this is needed",
  verdicts: "Products",
  setAside: "Set aside",
  by: (day: string) => `by ${day}`,
  to: (names: string) => `to ${names}`,
  with: (names: string) => `with ${names}`,
  ruledOut: "Ruled out by",
  rule: "rule",
  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
  warnings: (count: number) => (count === 1 ? "1 warning" : `${count} warnings`),
  question: "Worth answering next",
  questions: "Could still change this",
  why: "Why this is asked",
  answer: "Answer",
  skip: "Another question",
  yes: "Yes",
  no: "No",
  none: "None of these",
  find: "Find a product",
  onPage: "Answer it on the page of the questionnaire",
  nothingOpen: "No further answer can change anything.",
  answered: "Answered here",
  undo: "Take back",
  progress: (settled: number, slots: number) => `${settled} of ${slots} slots settled`,
  changed: "changed",
  changedCount: (count: number) =>
    count === 0 ? "Nothing changed." : count === 1 ? "1 slot changed." : `${count} slots changed.`,
  invalid: "Give an answer first, or ask for another question.",
  page: "The whole decision, with its proof",
  legend: "What the signs mean",
  newWindow: "opens in a new window",
  layers: "Layers of the platform",
};

export type Texts = typeof en;

const ko: Texts = {
  title: "추천 플랫폼",
  edition: (edition, day) => `${edition}판, ${day} 기준`,
  loading: "추천 결과를 구하는 중입니다…",
  empty: "보여 줄 내용이 없습니다. 요청한 영역이 이 추천 결과에 없습니다.",
  error: "처리하지 못했습니다",
  failed: "Portolan이 오류로 응답했습니다.",
  offline: "Portolan에 연결할 수 없습니다",
  offlineHelp: "네트워크 연결을 확인하십시오. 연결되면 자동으로 다시 시도합니다.",
  unread: "프로필을 읽을 수 없습니다",
  denied: "누구인지 확인할 수 없거나 이 작업을 할 권한이 없습니다.",
  stale: "마지막으로 받은 추천 결과를 보여 주고 있습니다.",
  again: "다시 시도",
  noPick: "추천 없음",
  notPicked: "추천이 없는 영역",
  reasons: "이유",
  close: "닫기",
  needed: "필요한 이유",
  verdicts: "제품",
  setAside: "제외된 근거",
  by: (day) => `기한: ${day}`,
  to: (names) => `이전 대상: ${names}`,
  with: (names) => `함께 쓰는 제품: ${names}`,
  ruledOut: "배제한 제약",
  rule: "규칙",
  sources: (count) => `출처 ${count}개`,
  warnings: (count) => `경고 ${count}개`,
  question: "다음에 답하면 좋은 질문",
  questions: "이 영역을 바꿀 수 있는 질문",
  why: "묻는 이유",
  answer: "답하기",
  skip: "다른 질문 보기",
  yes: "예",
  no: "아니요",
  none: "해당 없음",
  find: "제품 찾기",
  onPage: "설문 페이지에서 답하기",
  nothingOpen: "더 답해도 바뀌는 것이 없습니다.",
  answered: "여기서 답한 질문",
  undo: "답 취소",
  progress: (settled, slots) => `영역 ${slots}개 가운데 ${settled}개 확정`,
  changed: "변경됨",
  changedCount: (count) => (count === 0 ? "바뀐 영역이 없습니다." : `영역 ${count}개가 바뀌었습니다.`),
  invalid: "먼저 답을 고르거나 다른 질문을 보십시오.",
  page: "전체 결정과 증명 보기",
  legend: "표시의 뜻",
  newWindow: "새 창에서 열림",
  layers: "플랫폼 계층",
};

export const TEXTS: Record<Language, Texts> = { en, ko };

export const VERDICT_WORDS: Record<Language, Record<VerdictName, string>> = {
  en: { keep: "keep", adopt: "adopt", trial: "trial", consider: "consider", migrate: "migrate", avoid: "avoid" },
  ko: { keep: "유지", adopt: "도입", trial: "시험 도입", consider: "고려", migrate: "이전", avoid: "비권장" },
};

export const STATUS_WORDS: Record<Language, Record<SlotStatus, string>> = {
  en: {
    decided: "decided",
    open: "open",
    contested: "contested",
    unserved: "needed, but everything is ruled out",
    "not-needed": "not needed",
  },
  ko: {
    decided: "결정됨",
    open: "미확정",
    contested: "상충",
    unserved: "필요하지만 모든 후보가 배제됨",
    "not-needed": "필요 없음",
  },
};

export const BADGE_WORDS: Record<Language, Record<Badge, string>> = {
  en: { firm: "firm", sensitive: "sensitive", "may-change": "may change" },
  ko: { firm: "확고함", sensitive: "답에 따라 바뀜", "may-change": "바뀔 수 있음" },
};

const WARNING_WORDS: Record<Language, Record<string, string>> = {
  en: {
    "end-of-life": "End of life",
    deprecation: "Deprecation",
    licence: "Licence",
    limit: "Limit",
    conflict: "Conflict",
    "stale-premise": "Stale premise",
  },
  ko: {
    "end-of-life": "지원 종료",
    deprecation: "지원 중단 예고",
    licence: "라이선스",
    limit: "한계",
    conflict: "충돌",
    "stale-premise": "달라진 전제",
  },
};

export const warningWord = (kind: string, language: Language): string => WARNING_WORDS[language][kind] ?? kind;

/** For who sees no colour, as in the drawings of the service: for the product, neither, or against it. The words tell more. */
export const VERDICT_SIGNS: Record<VerdictName, string> = {
  adopt: "✓",
  keep: "✓",
  trial: "✓",
  consider: "–",
  migrate: "→",
  avoid: "✕",
};
export const STATUS_SIGNS: Record<SlotStatus, string> = {
  decided: "✓",
  open: "?",
  contested: "≠",
  unserved: "!",
  "not-needed": "–",
};
export const BADGE_SIGNS: Record<Badge, string> = { firm: "✓", sensitive: "!", "may-change": "?" };
