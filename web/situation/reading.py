"""Reading of a question on a page: the words merged with corrections by hand (听成这样)."""

from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.words import say
from web.situation import facts
from web.situation.catalogue import choices
from web.situation.state import (
    ALSO_FACT,
    ASKER_FACT,
    DANGER_FACT,
    DAY_FACT,
    MATTER_FACT,
    PLACE_FACT,
    WISH_FACT,
    QuestionState,
    pair,
)

TOLD = "TOLD"
"""Level of words that mean danger to a child."""
NEAREST = 3
"""As many matters, or guessed facts, are offered to tap."""
PLACES = 8


@dataclass(frozen=True, slots=True)
class ChildReading:
    """A question as understood: its state after merging, and what may be tapped."""

    state: QuestionState
    forms: Mapping[str, Row]
    matters: tuple[Row, ...]
    """All matters, to choose from."""
    understood: Row | None = None
    """Meaning of the words; None without words."""
    candidates: tuple[Row, ...] = ()
    """Places that the typed name may mean."""
    problem: str = ""
    """Reason why the words could not be read."""
    not_taken: tuple[str, ...] = ()
    """Names of the parts and facts of the address that do not count; never their values."""

    @property
    def situation(self) -> Row | None:
        """The facts that count, as `SituationInput`."""
        return facts.situation(self.forms, self.state.facts)

    @property
    def at(self) -> Row | None:
        """The place as `PlaceInput`; None if there is none, or one has to be chosen."""
        s = self.state
        if s.at or not s.place or self.candidates:
            return {"code": s.at} if s.at else None
        return {"address" if any(c.isdigit() for c in s.place) else "name": s.place}

    @property
    def danger(self) -> bool:
        """True if the words mean danger, or did when the address was made; possible danger is in `advice`."""
        return self.state.danger == TOLD

    @property
    def advice(self) -> str:
        """The sentence to show first."""
        return (self.understood or {}).get("advice") or ""

    def matter_name(self, code: str) -> str:
        """A matter in words."""
        return next((m["name"] for m in self.matters if m["code"] == code), "")

    @property
    def chips(self) -> list[Row]:
        """Return the values that count, each with the pair that removes it."""
        s = self.state
        named = [(MATTER_FACT, s.matter, self.matter_name(s.matter))] if s.matter else []
        named += [(ALSO_FACT, code, self.matter_name(code)) for code in s.also]
        named += [(DANGER_FACT, TOLD, say("situation.told_danger"))] if self.danger and not self._told_now else []
        named += [(name, value, facts.chip(self.forms[name], value)) for name, value in s.facts.items()]
        named += [(PLACE_FACT, s.at, s.at_name)] if s.at else []
        named += [(DAY_FACT, s.on, s.on)] if s.on else []
        return [{"pair": pair(name, value), "text": text} for name, value, text in named]

    @property
    def _told_now(self) -> bool:
        """True if the words of the box mean danger: it is changed in the box, not removed beside it."""
        return bool(self.understood and self.understood["danger"] == TOLD)

    @property
    def guesses(self) -> list[Row]:
        """Return possible meanings of the words: each counts once it is tapped."""
        rows = self.understood["facts"] if self.understood and not self.understood["nothing"] else ()
        pairs = {(f["fact"], f["value"]["code"]) for f in rows if f["fact"] not in self.state.facts}
        shown = [(n, v) for n, v in sorted(pairs) if n in self.forms and facts.valid(self.forms[n], v)]
        made = [{"pair": pair(n, v), "text": facts.chip(self.forms[n], v)} for n, v in shown]
        return [row for row in made if row["pair"] not in self.state.removed][:NEAREST]

    @property
    def matter(self) -> str:
        """The matter to answer about; while none is sure and a child may be in danger, the general report."""
        return self.state.matter or next(iter(self.state.also), "")

    @property
    def also(self) -> list[str]:
        """The matters that the words name beside the first."""
        return [code for code in self.state.also if code != self.matter]

    @property
    def nearest(self) -> list[Row]:
        """The matters to choose from where the words name none for certain."""
        if self.understood is None or self.understood["single"]:
            return []
        rows = [m["matter"] for m in self.understood["matters"]]
        if any(m["code"] == self.state.matter for m in rows):
            return []
        return [{"pair": pair(MATTER_FACT, m["code"]), "text": m["name"]} for m in rows[:NEAREST]]

    @property
    def heard(self) -> list[str]:
        """The pairs that the words give and that count."""
        return sorted(_told_facts(self.understood, self.forms) - self.state.removed) if self.understood else []

    @property
    def entries(self) -> list[Row]:
        """A native control for each fact that is known; one that the words gave stays, to be chosen anew."""
        return [facts.entry(self.forms[name], value) for name, value in self.state.facts.items()]

    @property
    def fragment(self) -> str:
        """The facts for the address, which the script puts behind it."""
        return self.state.fragment

    def placed(self, place: Row) -> "ChildReading":
        """After an answer that named the place."""
        elsewhere = place["name"] in ("", place["code"])
        name = say("situation.elsewhere") if elsewhere else place["name"].split()[-1]
        return replace(self, state=replace(self.state, at=place["code"], at_name=name, place=""))


async def read_out(v: Visit, state: QuestionState) -> ChildReading:
    """Understand the words, find the place, drop what no form offers."""
    offered = await choices(v.asker)
    forms, matters = offered.forms, offered.matters
    known = {n: x for n, x in state.facts.items() if n in forms and facts.valid(forms[n], x)}
    codes = {m["code"] for m in matters}
    left_out = not_taken(state, forms, known, codes)
    also = tuple(code for code in state.also if code in codes)
    state = replace(state, facts=known, matter=state.matter if state.matter in codes else "", also=also)
    reply = await v.asker.ask("Understand", text=state.words, on=state.on or None) if state.words else None
    if reply is not None and "code" in reply:
        return ChildReading(state, forms, matters, problem=reply["message"], not_taken=left_out)
    state = _asker(v, _merged(state, reply, forms))
    state, candidates = await _place(v, state)
    return ChildReading(state, forms, matters, reply, candidates, not_taken=left_out)


PARTS = {MATTER_FACT: "situation.matter", PLACE_FACT: "situation.where", DAY_FACT: "situation.day"}
"""The parts of an address beside facts, as a person calls them."""


def not_taken(
    state: QuestionState, forms: Mapping[str, Row], known: Collection[str], codes: Collection[str]
) -> tuple[str, ...]:
    """The names of what was filled in and is left out: a fact without a form has no name but “a fact”."""
    unknown = {MATTER_FACT} if any(code not in codes for code in (state.matter, *state.also) if code) else set[str]()
    parts = [say(key) for name, key in PARTS.items() if name in state.unreadable | unknown]
    left = (n for n in state.facts if n not in known)
    named = [str(forms[n]["label"]) if n in forms else say("situation.some_fact") for n in left]
    return tuple(dict.fromkeys((*parts, *named)))


def _told_facts(understood: Row | None, forms: Mapping[str, Row]) -> set[str]:
    """The pairs that the words give for certain."""
    if understood is None:
        return set()
    rows = [f for f in understood["facts"] if f["counts"] and f["fact"] in forms]
    pairs = {pair(f["fact"], f["value"]["code"]) for f in rows if facts.valid(forms[f["fact"]], f["value"]["code"])}
    single = understood["single"]
    if single:
        pairs.add(pair(MATTER_FACT, single["code"]))
    pairs |= {pair(ALSO_FACT, m["code"]) for m in understood["answered"] if m != single}
    pairs.add(pair(DANGER_FACT, understood["danger"]))
    pairs |= {pair(WISH_FACT, code) for code in understood["wishes"]}
    places = {p["place"]["code"] for p in understood["places"] if p["place"]}
    return pairs | ({pair(PLACE_FACT, places.pop())} if len(places) == 1 else set())


def _merged(state: QuestionState, understood: Row | None, forms: Mapping[str, Row]) -> QuestionState:
    """Merge words and corrections: values by hand stay unless the words add new ones; removed ones do not come back."""
    heard = _told_facts(understood, forms)
    merged = state
    for gone in state.heard - heard:
        merged = merged.without(gone)
    merged = replace(merged, removed=state.removed)
    set_already = {pair(MATTER_FACT, state.matter), pair(PLACE_FACT, state.at)}
    by_hand = {*state.facts, *(p.partition("=")[0] for p in set_already if not p.endswith("="))}
    for p in sorted(heard - state.removed):
        name = p.partition("=")[0]
        if (p in state.heard and name in by_hand) or (name == PLACE_FACT and state.place):
            continue
        merged = merged.holding(p)
    order = [m["code"] for m in understood["answered"]] if understood else []
    return replace(merged, also=tuple(sorted(merged.also, key=[*order, *merged.also].index)))


def _asker(v: Visit, state: QuestionState) -> QuestionState:
    """Add the asker's kind from the account, as a chip that can be removed."""
    own = v.viewer["speaksAs"]
    own_pair = pair(ASKER_FACT, own["code"]) if own else ""
    refused = {own_pair, pair(ASKER_FACT, "")} & state.removed
    if not own_pair or refused or ASKER_FACT in state.facts or not (state.words or state.matter):
        return state
    return replace(state.holding(own_pair), removed=state.removed)


async def _place(v: Visit, state: QuestionState) -> tuple[QuestionState, tuple[Row, ...]]:
    """The area that the typed name means; the candidates where it may mean several."""
    if state.place:
        rows = (await v.asker.ask("Areas", search=state.place, first=PLACES))["nodes"]
        exact = [a for a in rows if a["name"] == state.place] or rows
        if len(exact) != 1:
            return state, tuple({"pair": pair(PLACE_FACT, a["code"]), "text": a["fullName"]} for a in exact)
        return replace(state, at=exact[0]["code"], at_name=exact[0]["name"], place=""), ()
    if not state.at and len(v.viewer["areas"]) == 1:
        own = v.viewer["areas"][0]
        state = state if pair(PLACE_FACT, own["code"]) in state.removed else replace(state, at=own["code"])
    if state.at and not state.at_name:
        area = await v.asker.ask("Place", id=urlsafe_b64encode(f"Area:{state.at}".encode()).decode())
        return replace(state, at_name=area["name"] if area else say("situation.elsewhere")), ()
    return state, ()
