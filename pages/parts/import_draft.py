"""What was said of a file before it is taken in, kept for the account until the same file is chosen again."""

import streamlit as st

from core.sheets.plan import ImportPlan
from db.commands.drafts import forget_draft, keep_draft
from db.queries.drafts import draft_kept
from pages.parts.data import fresh
from pages.parts.import_file import Upload
from pages.parts.visit import Visit

# The same file is the same draft, on whatever page of the browser it is chosen.
_PAGE = "file"


def plan_kept(visit: Visit, upload: Upload) -> ImportPlan | None:
    """What the account said of this very table before; told, since nothing else says where the answers come from."""
    draft = fresh(draft_kept, visit.actor.account_id or 0, upload.place, _PAGE, True)
    if draft is None:
        return None
    st.session_state[f"{upload.place}.back"] = draft.at
    return ImportPlan.from_json(draft.values)


def tell_plan_kept(visit: Visit, upload: Upload) -> None:
    """Says that answers given before are back."""
    if at := st.session_state.get(f"{upload.place}.back"):
        st.caption(visit.words.show("import.draft_back", at=at))


def keep_plan(visit: Visit, upload: Upload, plan: ImportPlan) -> None:
    """Keeps what is said of the file, once somebody said something else than what was proposed."""
    said = plan.as_json()
    last = st.session_state.setdefault(f"{upload.place}.last", said)
    if said != last:
        st.session_state[f"{upload.place}.last"] = said
        keep_draft(visit.actor.account_id or 0, upload.place, _PAGE, 0, 0, said, {})


def forget_plan(visit: Visit, upload: Upload) -> None:
    """The file was taken in; the import itself remembers from here on."""
    forget_draft(visit.actor.account_id or 0, upload.place, _PAGE)
