"""What `portolan init` says, in both languages."""

from __future__ import annotations

from engine.explanation.particles import fitted
from engine.model import Language, Text

_WORDS = {
    "none new": Text(
        "The files say nothing that {file} does not say already.", "파일에서 {file}에 없는 내용을 찾지 못했습니다."
    ),
    "to take": Text("Proposed for {file}: {count}", "{file}에 적을 제안: {count}개"),
    "take": Text(
        "Take all of it, go through it one by one, or take none? [A/o/n]",
        "모두 반영(a), 하나씩 확인(o), 반영 안 함(n)? [A/o/n]",
    ),
    "unclear": Text("Please answer a, o or n.", "a, o, n 가운데 하나로 답해 주십시오."),
    "yes or no": Text("Please answer y or n.", "y 또는 n으로 답해 주십시오."),
    "so": Text("{title}? [Y/n]", "{title}[을/를] 반영하시겠습니까? [Y/n]"),
    "change": Text(
        "{title}: {file} says {says}. Change it? [y/N]",
        "{title}: {file}에는 {says}[으로/로] 적혀 있습니다. 바꾸시겠습니까? [y/N]",
    ),
    "kept": Text(
        "Kept as {file} says: {says}. Found: {title}", "{file}에 적힌 {says}[을/를] 유지합니다. 찾은 것: {title}"
    ),
    "taken": Text("Taken: {taken} of {count}.", "제안 {count}개 중 {taken}개를 반영했습니다."),
    "written": Text("Written: {file}", "작성했습니다: {file}"),
    "as it was": Text("{file} is as it was.", "{file} 파일은 그대로입니다."),
    "schema": Text(
        "Written: {file}, by which editors complete and check {profile}",
        "작성했습니다: {file}(편집기가 {profile} 파일을 자동 완성하고 검사할 때 사용)",
    ),
    "schema left": Text(
        "{file} is there already and is none of Portolan's: it was left alone. --schema names another file.",
        "{file} 파일은 이미 있고 Portolan의 파일이 아니므로 그대로 두었습니다. 다른 파일은 --schema로 지정합니다.",
    ),
    "put": Text("Write {file}? [Y/n]", "{file} 파일을 작성하시겠습니까? [Y/n]"),
    "put over": Text(
        "{file} is there already and says something else. Overwrite it? [y/N]",
        "{file} 파일이 이미 있고 내용이 다릅니다. 덮어쓰시겠습니까? [y/N]",
    ),
    "left": Text("Left as it is: {file}", "그대로 두었습니다: {file}"),
    "left hint": Text(
        "Left as it is: {file}. --force overwrites it.", "그대로 두었습니다: {file}. --force를 쓰면 덮어씁니다."
    ),
    "put into": Text(
        "{file} is there already. Put this into it:", "{file} 파일이 이미 있습니다. 다음 내용을 넣으십시오."
    ),
    "no package": Text(
        "What the pipeline is to install Portolan from is not known here: say it in PORTOLAN_PACKAGE, a variable of the"
        " pipeline, or by --package.",
        "파이프라인이 Portolan을 어디에서 설치해야 하는지 알 수 없습니다. 파이프라인 변수 PORTOLAN_PACKAGE나"
        " --package로 지정하십시오.",
    ),
    "next": Text("Next: {command}", "다음 단계: {command}"),
    "no package for the hook": Text(
        "The hook runs the Portolan that is installed where commits are made. With --package, pre-commit installs it.",
        "이 훅은 커밋하는 환경에 설치된 Portolan을 실행합니다. --package를 지정하면 pre-commit이 설치합니다.",
    ),
    "there already": Text(
        "{file} is there already; `portolan init --from-detect --write {shown}` adds to it, "
        "`portolan interview {shown}` goes on with it, --force overwrites it.",
        "{file} 파일이 이미 있습니다. `portolan init --from-detect --write {shown}`은 내용을 추가하고,"
        " `portolan interview {shown}`은 이어서 질문하며, --force는 덮어씁니다.",
    ),
    "nobody": Text(
        "Nobody answers here. --yes takes all that is found and asks nothing about it.",
        "답할 사람이 없습니다. --yes를 쓰면 찾은 것을 모두 반영하고 묻지 않습니다.",
    ),
    "stopped": Text(
        "Stopped. Nothing was written but what is named above.", "중단했습니다. 위에 적힌 파일 외에는 쓰지 않았습니다."
    ),
    "go on": Text(
        "Questions that could still change something: {command}", "결과가 달라질 수 있는 질문에 더 답하기: {command}"
    ),
    "detecting": Text(
        "`portolan init --from-detect` would propose what the files here say is in use.",
        "`portolan init --from-detect`는 이곳의 파일에서 사용 중인 제품을 찾아 제안합니다.",
    ),
}


def say(language: Language, what: str, **parts: object) -> str:
    return fitted(_WORDS[what].in_language(language).format(**parts))
