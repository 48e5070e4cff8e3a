"""The pages behind a partner link as HTML: plain, for a phone, without script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil
from typing import Any, Final
from urllib.parse import urlencode

from netmap.errors import NetmapError
from netmap.messages import language, text
from netmap.model.catalogues import Vocabulary
from netmap.model.partners import DEFAULT_SCALE, Organisation, Service
from netmap.ui.theme import STATIC_URL
from netmap.usecases.linkanswers import COOPERATION
from netmap.usecases.links import PATH, Opened

#: the steps in their order, as they stand in the address
ENTRY, COOPERATION_STEP, OTHERS, THANKS = "", "zusammenarbeit", "weitere", "danke"
#: "I do not know them" as a form sends it
STRANGER: Final = "x"
#: so many of the other organisations at most on one page
MOST_OTHERS: Final = 30
#: so many of those one may know on one page: answered in a minute or two, and then saved
ON_A_PAGE: Final = 6
#: the word in the address that tells which of these pages it is; how a form says where it goes on
PAGE, GOES = "seite", "goes"
BACK, DONE = "back", "done"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is made from.

    Attributes
    ----------
    number
        Which of the pages with those one may know.
    entered
        What was typed before, where it has to be mended.
    problem
        Why nothing was saved.
    """

    token: str
    opened: Opened
    vocabulary: Vocabulary
    query: str = ""
    number: int = 1
    entered: Mapping[str, str] = field(default_factory=dict)
    problem: NetmapError | None = None

    def address(self, step: str, **query: str) -> str:
        """Give the address of a step, in the reader's language."""
        return address(self.token, step, **query)

    @property
    def pages(self) -> int:
        """How many pages those take whom one may know."""
        return max(1, ceil(len(self.opened.known) / ON_A_PAGE))

    @property
    def page(self) -> int:
        """The page that is shown: the one asked for, if there is one."""
        return min(max(1, self.number), self.pages)


def address(token: str, step: str, **query: str) -> str:
    """Give the address of a step behind a link.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("de"):
    ...     address("abc", "danke")
    '/partner/abc/danke'
    """
    words = {**query, **({"lang": "en"} if language() == "en" else {})}
    return PATH + token + (f"/{step}" if step else "") + (f"?{urlencode(words)}" if words else "")


def page(title: str, body: str, *, switch: str = "") -> str:
    """Give a whole page.

    Parameters
    ----------
    switch
        The address of the same page in the other language.
    """
    other = (
        f'<a class="language" href="{escape(switch)}" lang="{"de" if language() == "en" else "en"}">'
        f"{'Deutsch' if language() == 'en' else 'English'}</a>"
        if switch
        else ""
    )
    return (
        f'<!doctype html><html class="partner" lang="{language()}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} – netmap</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<link rel="stylesheet" href="{STATIC_URL}/plain.css">'
        f'<link rel="stylesheet" href="{STATIC_URL}/partner.css"></head>'
        f'<body><header><p class="brand">netmap</p>{other}</header><main>{body}</main></body></html>'
    )


def message_page(title: str, words: str) -> str:
    """Give a page that only says something."""
    return page(title, f"<h1>{escape(title)}</h1><p>{escape(words)}</p>")


def entry_page(asked: Asked) -> str:
    """Give the first step: the organisation's own entry and its services."""
    opened = asked.opened
    own = opened.organisation
    thanks = text("Thank you for taking five minutes. Two steps, and you can come back until {day}.", day=_ends(opened))
    fields = "".join(
        _input(asked, name, label, getattr(own, name) or "", kind=kind, auto=auto)
        for name, label, kind, auto in (
            ("phone", text("Phone"), "tel", "tel"),
            ("email", text("E-mail"), "email", "email"),
            ("website", text("Website"), "url", "url"),
        )
    )
    body = (
        f"{_steps(1)}<h1>{escape(own.name)}</h1>"
        f"<p>{thanks}</p>{_problem(asked)}"
        f'<form method="post" action="{asked.address(ENTRY)}">'
        f"<h2>{text('Is your entry still right?')}</h2>{fields}"
        f"{_services(asked)}"
        f'<label for="note">{text("What else should we know? (optional)")}</label>'
        f'<textarea id="note" name="note" rows="3" maxlength="1000">{escape(asked.entered.get("note", ""))}</textarea>'
        f'<p class="quiet">{text("Please write nothing about persons who seek help.")}</p>'
        f"{_check(asked, 'confirmed', text('I have checked this: the entry is right now.'))}"
        f'<button class="main">{text("Save and go on")}</button></form>'
        f'<p><a href="{asked.address(COOPERATION_STEP)}">{text("Go on without changing anything")}</a></p>'
    )
    return page(own.name, body, switch=_switch(asked, ENTRY))


def _services(asked: Asked) -> str:
    services = asked.opened.services
    if not services:
        return ""
    parts = "".join(_service(asked, s) for s in services)
    return f"<h2>{text('Your services')}</h2>{parts}"


def _service(asked: Asked, service: Service) -> str:
    key = service.id
    return (
        f'<fieldset class="service"><legend>{escape(service.name)}</legend><div class="pair">'
        + _input(asked, f"free:{key}", text("Free places"), _shown(service.free), kind="number", low=0)
        + _input(
            asked, f"wait_days:{key}", text("Waiting time in days"), _shown(service.wait_days), kind="number", low=0
        )
        + "</div>"
        + _check(asked, f"right:{key}", text("Still right"))
        + _check(asked, f"ended:{key}", text("Is no longer offered"))
        + "</fieldset>"
    )


def cooperation_page(asked: Asked) -> str:
    """Give the second step: how far one works with those one may know."""
    title = text("How far do you work together?")
    if not asked.opened.known:
        words = text("We do not know yet whom you work with. Please look for those you know.")
        body = f"{_steps(2)}<h1>{title}</h1><p>{words}</p>{_search(asked)}"
        return page(title, body, switch=_switch(asked, COOPERATION_STEP))
    known, page_now = asked.opened.known, asked.page
    shown = known[(page_now - 1) * ON_A_PAGE : page_now * ON_A_PAGE]
    said = sum(bool(o.id in asked.opened.said or _given(asked.opened, o.id)) for o in known)
    told = text(
        "Page {page} of {pages} · you have said something about {said} of {count}",
        page=page_now,
        pages=asked.pages,
        said=said,
        count=len(known),
    )
    last = page_now == asked.pages
    body = (
        f"{_steps(2)}<h1>{title}</h1>"
        f'<p class="steps">{told}</p>'
        f"<p>{_at_the_head(asked)}</p>"
        f"{_problem(asked)}"
        f'<form method="post" action="{escape(asked.address(COOPERATION_STEP, **{PAGE: str(page_now)}))}">'
        f"{_ladders(asked, shown)}"
        f'<button class="main">{text("Save and finish") if last else text("Save and go on")}</button>'
        + ("" if last else _way(DONE, text("Save and finish")))
        + (_way(BACK, text("Save and back")) if page_now > 1 else "")
        + "</form>"
    )
    return page(title, body, switch=_switch(asked, COOPERATION_STEP))


def _at_the_head(asked: Asked) -> str:
    """Say what a page with some of those one may know asks for."""
    if asked.page == 1:
        return text(
            "From your point of view, today. Higher is not better. Leave out what you cannot say. "
            "Those you have most to do with come first; each page is saved, and you may finish after any."
        )
    if (asked.page - 1) * ON_A_PAGE >= asked.opened.near:
        return text("You have seen those you have most to do with. Go on if you have time; what you said is saved.")
    return text("What you said so far is saved.")


def _way(goes: str, words: str) -> str:
    return f'<button class="way" name="{GOES}" value="{goes}">{words}</button>'


def others_page(asked: Asked) -> str:
    """Give the step for all other organisations, found by name."""
    title = text("Other organisations")
    word = asked.query.strip().casefold()
    found = [o for o in asked.opened.others if word and word in o.name.casefold()]
    shown = found[:MOST_OTHERS]
    body = f"{_steps(2)}<h1>{title}</h1>{_problem(asked)}{_search(asked)}"
    if shown:
        more = text("Only the first {count} are shown. Please type more of the name.", count=len(shown))
        body += (
            (f"<p>{more}</p>" if len(found) > len(shown) else "")
            + f'<form method="post" action="{asked.address(OTHERS)}">{_ladders(asked, shown)}'
            f'<button class="main">{text("Save")}</button></form>'
        )
    elif word:
        body += f'<p role="status">{text("No organisation has this in its name.")}</p>'
    body += f'<p><a href="{asked.address(THANKS)}">{text("I am done")}</a></p>'
    return page(title, body, switch=_switch(asked, OTHERS))


def thanks_page(asked: Asked) -> str:
    """Give the last page: thanks, what happens now, and the ways on."""
    waits = (
        text("Your answers are in the network now.")
        if asked.opened.link.directly
        else text("The network coordination will look at your answers and take them over.")
    )
    again = text("You can come back with the same link until {day} and change what you said.", day=_ends(asked.opened))
    ways = "".join(
        f'<li><a href="{asked.address(step)}">{words}</a></li>'
        for step, words in (
            (OTHERS, text("Say something about other organisations")),
            (COOPERATION_STEP, text("Look at my answers again")),
            (ENTRY, text("Back to the own entry")),
        )
    )
    body = f'<h1>{text("Thank you!")}</h1><p>{waits}</p><p>{again}</p><ul class="ways">{ways}</ul>'
    return page(text("Thank you!"), body, switch=_switch(asked, THANKS))


# parts


def _steps(number: int) -> str:
    return f'<p class="steps">{text("Step {number} of 2", number=number)}</p>'


def _ends(opened: Opened) -> str:
    return f"{opened.link.expires_at.astimezone():%d.%m.%Y}"


def _switch(asked: Asked, step: str) -> str:
    plain = PATH + asked.token + (f"/{step}" if step else "")
    words = {PAGE: str(asked.page)} if step == COOPERATION_STEP and asked.page > 1 else {}
    words |= {} if language() == "en" else {"lang": "en"}
    return plain + (f"?{urlencode(words)}" if words else "")


def _problem(asked: Asked) -> str:
    if asked.problem is None:
        return ""
    faults = "".join(f"<li>{escape(str(f.message))}</li>" for f in asked.problem.faults)
    return f'<div class="problem" role="alert"><p>{escape(str(asked.problem))}</p><ul>{faults}</ul></div>'


def _search(asked: Asked) -> str:
    hidden = '<input type="hidden" name="lang" value="en">' if language() == "en" else ""
    return (
        f'<form method="get" action="{PATH}{escape(asked.token)}/{OTHERS}" role="search">{hidden}'
        f'<label for="q">{text("Name of an organisation")}</label>'
        f'<input id="q" name="q" type="search" value="{escape(asked.query)}">'
        f"<button>{text('Look for it')}</button></form>"
    )


def _ladders(asked: Asked, organisations: Iterable[Organisation]) -> str:
    levels: Sequence[tuple[str, str, str]] = [
        *(
            (str(e.whole("value")), str(e.whole("value")), e.said("short"))
            for e in asked.vocabulary.levels(DEFAULT_SCALE)
        ),
        (STRANGER, "–", text("I do not know them")),
    ]
    return "".join(_ladder(asked, o, levels) for o in organisations)


def _ladder(asked: Asked, other: Organisation, levels: Sequence[tuple[str, str, str]]) -> str:
    name = escape(f"level:{other.id}")
    chosen = asked.entered.get(f"level:{other.id}") or _given(asked.opened, other.id)
    rungs = "".join(
        f'<label class="rung"><input type="radio" name="{name}" value="{value}"{" checked" if value == chosen else ""}>'
        f'<b aria-hidden="{"true" if value == STRANGER else "false"}">{sign}</b><span>{escape(words)}</span></label>'
        for value, sign, words in levels
    )
    said = asked.opened.said.get(other.id)
    last = (
        f'<p class="quiet">{text("You last said: {level}, on {day}", level=said[0], day=f"{said[1]:%d.%m.%Y}")}</p>'
        if said
        else ""
    )
    return f'<fieldset class="ladder"><legend>{escape(other.name)}</legend>{last}{rungs}</fieldset>'


def _given(opened: Opened, other: str) -> str:
    """Give what was answered by this link: what waits, else what was taken over today."""
    return _among(opened.waiting.get(COOPERATION, {}), other) or _among(opened.today, other)


def _among(answer: Mapping[str, Any], other: str) -> str:
    if other in answer.get("strangers", ()):
        return STRANGER
    level = answer.get("levels", {}).get(other)
    return "" if level is None else str(level)


def _input(
    asked: Asked, name: str, label: str, value: str, *, kind: str, auto: str = "off", low: int | None = None
) -> str:
    shown = asked.entered.get(name, value)
    limits = "" if low is None else f' min="{low}" max="100000" inputmode="numeric"'
    key = escape(name)
    return (
        f'<div><label for="{key}">{escape(label)}</label>'
        f'<input id="{key}" name="{key}" type="{kind}" value="{escape(shown)}" autocomplete="{auto}"{limits}></div>'
    )


def _check(asked: Asked, name: str, label: str) -> str:
    checked = " checked" if asked.entered.get(name) else ""
    return (
        f'<label class="check"><input type="checkbox" name="{escape(name)}" value="yes"{checked}>'
        f"<span>{escape(label)}</span></label>"
    )


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)
