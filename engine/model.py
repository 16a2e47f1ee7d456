"""The immutable values that everything else passes around. The words are those of the design document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.conflict import Conflict
    from engine.fingerprint import Fingerprints

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")

Strength = Literal["default", "exception", "constraint"]
STRENGTHS: tuple[Strength, ...] = ("default", "exception", "constraint")

QuestionType = Literal["bool", "int", "number", "choice", "choices", "version", "products", "versions"]
QUESTION_TYPES: tuple[QuestionType, ...] = (
    "bool",
    "int",
    "number",
    "choice",
    "choices",
    "version",
    "products",
    "versions",
)

STANCES_FOR = ("keep", "adopt", "trial", "consider")
STANCES_AGAINST = ("migrate", "avoid", "rule_out")
STANCES = STANCES_FOR + STANCES_AGAINST

# Best first: the order in which a slot lists its verdicts.
VERDICTS = ("keep", "adopt", "trial", "consider", "migrate", "avoid")
PICKED = frozenset({"keep", "adopt", "trial"})

# How two products can belong together; which of them is installed first is for `engine.knowledge.relations` to say.
RELATIONS = ("needs", "brings", "carries", "shows-in", "feeds", "works-with")

# What advice that is about no one product is about.
ADVICE = ("choosing", "adoption", "installation", "integration", "security", "operation")

WARNING_KINDS = ("end-of-life", "deprecation", "licence", "limit", "conflict", "stale-premise")

# `date` under a name that a field called `date` does not hide.
Day = date

# A path inside one knowledge file, as a tuple of keys and indices.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language of the product."""

    en: str
    ko: str

    def in_language(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file. Lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


# --- evidence -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A document behind the claims or the catalog."""

    id: str
    title: Text
    authors: tuple[str, ...]
    date: date | None
    language: str
    authority: int
    licence: str | None = None
    repository: str | None = None
    url: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a source says."""

    id: str
    section: str
    kind: str
    category: str
    products: tuple[str, ...]
    when: str | None
    text: Text
    note: str | None = None
    # The note in Korean, where somebody wrote one.
    note_ko: str | None = None

    def note_in(self, language: Language) -> str | None:
        return self.note_ko if language == "ko" else self.note

    @property
    def source(self) -> str:
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class UnusedClaim:
    """A claim, named by its id, that cannot bear on any decision."""

    id: str
    because: Text


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's body of rules, published on one day. `cites`: the claims that tell the day."""

    id: str
    published: date
    source: str
    title: Text
    cites: tuple[str, ...] = ()


# --- the questionnaire ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `id` is section and name joined by a dot, as rules write it."""

    id: str
    type: QuestionType
    text: Text
    help: Text
    options: tuple[Option, ...] = ()
    needs: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    fixed: bool = False
    minimum: float | None = None

    @property
    def section(self) -> str:
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        return self.id.partition(".")[2]

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: Text
    questions: tuple[Question, ...]


# --- the architecture and its catalog -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quadrant:
    """A quarter of the technology radar: several areas under one name."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Area:
    """`quadrant`: where the radar shows it; None where the knowledge has no radar."""

    id: str
    title: Text
    quadrant: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in the architecture.

    `several_jobs`: its products do different jobs, and one does not do for another.
    """

    id: str
    area: str
    title: Text
    several_jobs: bool = False


@dataclass(frozen=True, slots=True)
class Licence:
    """What an SPDX licence allows, as far as rules ask."""

    id: str
    licence_class: str
    osi_approved: bool
    name: str


@dataclass(frozen=True, slots=True)
class LicenceSpan:
    """The SPDX expression a product is under from `since` (None: as far back as we know) until the next span."""

    spdx: str
    since: date | None
    cites: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class LevelSpan:
    """The CNCF level a project holds from `since` until the next span."""

    level: str
    since: date
    cites: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class EndOfLife:
    """The end of support of a whole product. Before `announced` nobody could know of it."""

    date: Day
    announced: Day | None = None
    cites: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release cycle. `end_of_life` is a day, False where none is set, True where it passed on an unknown day."""

    cycle: str
    released: date | None
    end_of_life: date | bool
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Stars:
    """About how many stars a product's repository had on GitHub on the day of the source of the claims."""

    count: int
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """A thing that can fill slots (the first one is its home), with dated facts in time order.

    `known_as`: what a source of such facts, by its id, calls the product where that is not its name or id.
    `distributes`: a product that it is a distribution of, whose releases it supports on its own terms.
    """

    id: str
    name: str
    slots: tuple[str, ...] = ()
    known_as: Mapping[str, str] = field(default_factory=dict)
    distributes: str | None = None
    homepage: str | None = None
    repository: str | None = None
    licences: tuple[LicenceSpan, ...] = ()
    cncf: tuple[LevelSpan, ...] = ()
    end_of_life: EndOfLife | None = None
    releases: tuple[Release, ...] = ()
    stars: tuple[Stars, ...] = ()
    note: Text | None = None

    @property
    def home(self) -> str | None:
        return self.slots[0] if self.slots else None


# --- the roadmap ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AdoptionStage:
    """A stretch of the road from the first cluster to the newest technology. `slots` belong to it as a whole."""

    id: str
    title: Text
    because: Text
    slots: tuple[str, ...]
    products: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The stages in their order, and the question whose options they are."""

    question: str
    stages: tuple[AdoptionStage, ...]


# --- rules ----------------------------------------------------------------------------------------------------

LeafKind = Literal[
    "question",
    "in_use",
    "works_well",
    "built_in",
    "version_of",
    "concern",
    "needed",
    "picks",
    "verdict",
    "attribute",
    "on_or_after",
    "before",
    "edition",
    "edition_from",
    "edition_until",
]

Value = str | int | float | bool | date | tuple[str | int | float | bool, ...] | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test. `subject` is a question, product, concern or slot; `about` the second name where there are two."""

    kind: LeafKind
    subject: str
    operator: str = "holds"
    value: Value = None
    about: str | None = None
    path: Path = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = All | Any | Not | Leaf
ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows from a rule: `derive`, `need`, `no_need`, `warn`, `connect`, `install`, `advise`, or one of the
    stances.

    `subject` is a concern, a slot, a product, or what advice is about; `slot` the slot a stance speaks about. `by` and
    `date` are a day or the words "end-of-life", which the catalog turns into a day. `relation` is what connects the
    subject with each of `to`; `after` what is to be there before the subject is installed.
    """

    kind: str
    subject: str
    slot: str | None = None
    to: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    by: date | Literal["end-of-life"] | None = None
    warning: str | None = None
    date: Day | Literal["end-of-life"] | None = None
    relation: str | None = None
    after: tuple[str, ...] = ()
    path: Path = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """When conditions hold, conclusions follow, because, citing claims.

    A rule that ranges over products is grounded: `template` is the id it was written under and `product` the product
    this copy is about; for any other rule `template` equals `id`.
    """

    id: str
    module: str
    strength: Strength
    when: Condition
    then: tuple[Conclusion, ...]
    because: Text
    cites: tuple[str, ...]
    overrides: tuple[str, ...]
    place: Place
    template: str
    product: str | None = None
    # `overrides` as it is written, before names were spelled out.
    named_overrides: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots whose need, verdicts or warnings this rule bears on, in order of mention."""
        names = [c.subject if c.kind in ("need", "no_need") else c.slot for c in self.then if c.kind != "derive"]
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Range:
    """The products that a rule was written for: those of some slots, or of all where none is named, but for some."""

    slots: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """`pack` is the id of the pack that it came with."""

    id: str
    title: Text
    slot: str | None
    rules: tuple[Rule, ...]
    place: Place
    pack: str
    # Rules that range over products and found none to be about.
    idle: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A named, versioned set of knowledge files; `digest` is over their bytes.

    `extends`: the packs that it builds on, none for a base. `adds`: how many things of each sort it brings along.
    """

    id: str
    version: str
    title: Text
    digest: str
    extends: tuple[str, ...] = ()
    adds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What a pack did to a rule of one that it extends. `fields` have new values; a `withdrawn` rule is gone.

    `slots`: where the rule, as it was written, had a say.
    """

    rule: str
    pack: str
    reason: Text
    withdrawn: bool
    fields: tuple[str, ...]
    slots: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything Portolan knows, checked and cross-referenced. Mappings keep the order of the files.

    `packs`: the base, then what was put on top of it. `digest` is over all of them; of a base alone, its own.
    `changes`: by the id of the rule that was changed or withdrawn, as it was written.
    """

    packs: tuple[Pack, ...]
    digest: str
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    areas: Mapping[str, Area]
    slots: Mapping[str, Slot]
    editions: Mapping[str, Edition]
    licences: Mapping[str, Licence]
    products: Mapping[str, Product]
    modules: Mapping[str, Module]
    rules: Mapping[str, Rule]
    changes: Mapping[str, Change] = field(default_factory=dict)
    roadmap: Roadmap | None = None
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    # By claim.
    unused: Mapping[str, UnusedClaim] = field(default_factory=dict)
    # Four, clockwise from the bottom right as portals draw them, or none.
    quadrants: Mapping[str, Quadrant] = field(default_factory=dict)
    # What products are known by in files and clusters; None where the knowledge was put together without.
    fingerprints: Fingerprints | None = None
    # Where things stand, by sort ("claim", "product", "question", …) and id.
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The base."""
        return self.packs[0]
