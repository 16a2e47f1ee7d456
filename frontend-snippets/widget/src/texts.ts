/** Everything the widget says by itself, in every language. */

import type { FailureKind } from "./failure";
import type { Badge, Language, SlotStatus, VerdictName } from "./types";

/** A title, and what to do about it. */
type Remedy = readonly [string, string];

const en = {
  title: "Recommended platform",
  edition: (edition: string, day: string) => `Edition ${edition}, as of ${day}`,
  loading: "Working out the recommendation…",
  empty: "There is nothing to show: none of the slots asked for is part of this recommendation.",
  failures: <Record<FailureKind, Remedy>>{
    offline: ["Portolan cannot be reached", "Check the connection. It is tried again as soon as you are online."],
    denied: ["Portolan does not let you in", "Sign in again. If that does not help, ask who runs this portal for access."],
    missing: ["What is to be shown is not there", "Check what this page asks for."],
    refused: ["What this page asks for is wrong", "Mend what is named here, then try again."],
    limited: ["Portolan was asked too often", "Wait a moment."],
    unready: ["Portolan is not ready yet", "It is starting, or cannot reach its store."],
    failed: ["Portolan answered with an error", "Try again in a moment. If it stays so, tell who runs this Portolan."],
    foreign: ["Something else than Portolan answered", "Check the address of the API that this page names."],
  },
  later: (seconds: number) => `It is tried again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
  said: "",
  notTaken: "",
  inPlace: (place: string) => `In ${place}`,
  attribute: (name: string) => `the attribute “${name}”`,
  inside: "the script inside the element",
  stale: "What is shown is the last recommendation that arrived.",
  again: "Try again",
  noPick: "No pick",
  reasons: "Reasons",
  stepByStep: "Step by step",
  whyNot: "Why not?",
  onItsPage: "This slot on the decision's page",
  close: "Close",
  needed: "Why this is needed",
  setAside: "Set aside",
  setAsideBy: "set aside by",
  by: (day: string) => `by ${day}`,
  overdue: (day: string) => `overdue since ${day}`,
  to: (names: string) => `to ${names}`,
  with: (names: string) => `with ${names}`,
  ruledOut: "Ruled out by",
  contested: "Reasons for and against it both stand.",
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
  another: "Another product",
  version: (name: string) => `Version of ${name}`,
  choose: "Choose a product",
  onPage: "Answer it on the page of the questionnaire",
  nothingOpen: "No further answer can change anything.",
  answered: "Answered here",
  undo: "Take back",
  progress: (settled: number, slots: number) => `${settled} of ${slots} slots settled`,
  changed: "changed",
  since: (edition: string, word: string) => `${word} since ${edition}`,
  tally: (count: number, word: string) => `${count} ${word}`,
  tallyOf: "Picks",
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
  failures: {
    offline: ["Portolan에 연결할 수 없습니다", "네트워크 연결을 확인하십시오. 연결되면 자동으로 다시 시도합니다."],
    denied: ["Portolan에 접근할 권한이 없습니다", "다시 로그인하십시오. 그래도 안 되면 포털 관리자에게 권한을 요청하십시오."],
    missing: ["보여 줄 대상을 찾을 수 없습니다", "이 페이지가 요청하는 대상을 확인하십시오."],
    refused: ["이 페이지의 요청에 잘못이 있습니다", "아래 내용을 고친 뒤 다시 시도하십시오."],
    limited: ["요청이 너무 많습니다", "잠시 기다려 주십시오."],
    unready: ["Portolan이 아직 준비되지 않았습니다", "시작하는 중이거나 저장소에 연결하지 못하고 있습니다."],
    failed: ["Portolan이 오류로 응답했습니다", "잠시 후 다시 시도하십시오. 계속되면 Portolan 관리자에게 알리십시오."],
    foreign: ["Portolan이 아닌 다른 서버가 응답했습니다", "이 페이지에 지정된 API 주소를 확인하십시오."],
  },
  later: (seconds) => `${seconds}초 후에 자동으로 다시 시도합니다.`,
  said: "서비스 메시지(영어): ",
  notTaken: "이 답을 사용할 수 없습니다. 서비스 메시지(영어): ",
  inPlace: (place) => `위치: ${place}`,
  attribute: (name) => `속성 “${name}”`,
  inside: "요소 안의 script",
  stale: "마지막으로 받은 추천 결과를 보여 주고 있습니다.",
  again: "다시 시도",
  noPick: "추천 없음",
  reasons: "이유",
  stepByStep: "단계별 설명",
  whyNot: "추천하지 않는 이유",
  onItsPage: "결정 페이지에서 이 영역 보기",
  close: "닫기",
  needed: "필요한 이유",
  setAside: "제외된 근거",
  setAsideBy: "우선한 규칙:",
  by: (day) => `기한: ${day}`,
  overdue: (day) => `${day} 기한 경과`,
  to: (names) => `대체 제품: ${names}`,
  with: (names) => `함께 쓰는 제품: ${names}`,
  ruledOut: "배제한 제약",
  contested: "찬성하는 근거와 반대하는 근거가 모두 유효합니다.",
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
  another: "다른 제품",
  version: (name) => `${name} 버전`,
  choose: "제품 선택",
  onPage: "설문 페이지에서 답하기",
  nothingOpen: "더 답해도 바뀌는 것이 없습니다.",
  answered: "여기서 답한 질문",
  undo: "답 취소",
  progress: (settled, slots) => `영역 ${slots}개 가운데 ${settled}개 확정`,
  changed: "변경됨",
  since: (edition, word) => `${edition}판 이후 ${word}`,
  tally: (count, word) => `${word} ${count}개`,
  tallyOf: "추천",
  changedCount: (count) => (count === 0 ? "바뀐 영역이 없습니다." : `영역 ${count}개가 바뀌었습니다.`),
  invalid: "먼저 답을 고르거나 다른 질문을 보십시오.",
  page: "전체 결정과 증명 보기",
  legend: "표시의 뜻",
  newWindow: "새 창에서 열림",
  layers: "플랫폼 계층",
};

export const TEXTS: Record<Language, Texts> = { en, ko };

const VERDICTS: Record<Language, Record<VerdictName, string>> = {
  en: { keep: "keep", adopt: "adopt", trial: "trial", consider: "consider", migrate: "migrate", avoid: "avoid" },
  ko: { keep: "유지", adopt: "도입", trial: "시험 도입", consider: "고려", migrate: "이전", avoid: "비권장" },
};

const STATUSES: Record<Language, Record<SlotStatus, string>> = {
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

const BADGES: Record<Language, Record<Badge, string>> = {
  en: { firm: "firm", sensitive: "sensitive", "may-change": "may change" },
  ko: { firm: "확고함", sensitive: "답에 따라 바뀜", "may-change": "바뀔 수 있음" },
};

const WARNINGS: Record<Language, Record<string, string>> = {
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

// For who sees no colour, as in the drawings of the service: for the product, neither, or against it. The words tell more.
const VERDICT_SIGNS: Record<VerdictName, string> = { keep: "✓", adopt: "✓", trial: "✓", consider: "–", migrate: "→", avoid: "✕" };
const STATUS_SIGNS: Record<SlotStatus, string> = { decided: "✓", open: "?", contested: "≠", unserved: "!", "not-needed": "–" };
const BADGE_SIGNS: Record<Badge, string> = { firm: "✓", sensitive: "!", "may-change": "?" };

/** A word of the vocabulary, to be seen and to be read. One that a newer service has is shown as it stands. */
export interface Word {
  id: string;
  sign: string;
  word: string;
}

type Vocabulary = (id: string, language: Language) => Word;

const vocabulary =
  (signs: Record<string, string>, words: Record<Language, Record<string, string>>): Vocabulary =>
  (id, language) => ({ id, sign: signs[id] ?? "•", word: words[language][id] ?? id });

export const verdictOf = vocabulary(VERDICT_SIGNS, VERDICTS);
export const statusOf = vocabulary(STATUS_SIGNS, STATUSES);
export const badgeOf = vocabulary(BADGE_SIGNS, BADGES);

/** Kinds of warnings that are to be known, where others are to be acted upon. */
const MILD: ReadonlySet<string> = new Set(["limit", "stale-premise"]);
export const isUrgent = (kind: string): boolean => !MILD.has(kind);

/** `id` is that of its looks. */
export const warningOf: Vocabulary = (kind, language) => ({
  id: isUrgent(kind) ? "warning" : "note",
  sign: "⚠",
  word: WARNINGS[language][kind] ?? kind,
});

/** What the legend explains: verdicts, then how firm they stand. */
export const legendOf = (language: Language): { verdicts: Word[]; badges: Word[] } => ({
  verdicts: Object.keys(VERDICT_SIGNS).map((id) => verdictOf(id, language)),
  badges: Object.keys(BADGE_SIGNS).map((id) => badgeOf(id, language)),
});
