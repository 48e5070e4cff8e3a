"""Words of the frame that several pages share."""

from __future__ import annotations

from netmap.messages import text
from netmap.model.changes import CHANGES
from netmap.usecases.desk import RULES, Role


def role_label(role: Role) -> str:
    """Give a role's name in the reader's language."""
    return {
        Role.CASE_MANAGEMENT: text("Case management"),
        Role.COORDINATION: text("Network coordination"),
        Role.PLANNING: text("Planning"),
        Role.ADMINISTRATION: text("Administration"),
        Role.DATA_PROTECTION: text("Data protection"),
    }[role]


def action_label(action: str) -> str:
    """Give what the log says somebody did, in the reader's language."""
    words = {
        "read": text("case read"),
        "list": text("cases listed"),
        "sign_in": text("signed in"),
        "sign_out": text("signed out"),
        "backup": text("backup made"),
        "restore": text("backup restored"),
        "export": text("district exported"),
        "export:protected": text("district exported with protected places"),
        "key.rotate": text("master key changed"),
        "refused:sign_in": text("sign-in refused"),
    }
    if action in words:
        return words[action]
    if action.startswith("refused:"):
        rule = RULES.get(action.removeprefix("refused:"))
        return text("refused: {action}", action=text(rule.says) if rule else action)
    change = CHANGES.get(action)
    return text(change.SAYS) if change else action
