"""The field for evidence in the form of an entry."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from tracker.foundation.errors import RuleBroken
from tracker.foundation.formats import BadUpload, Upload
from tracker.foundation.forms import PageForm


class EvidenceField(MultipleFileField):
    """Files that are laid beside an entry; none has to be."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_l("佐证材料（选填）"), **options)

    def uploads(self) -> list[Upload]:
        """Return the files that were sent."""
        return [
            Upload(it.filename or "", it.read())
            for it in self.data or ()
            if not isinstance(it, str) and it.filename
        ]


def put_refusal(form: PageForm, field: EvidenceField, refusal: RuleBroken) -> None:
    """Put a refusal where it belongs: of a file beside the field, of anything else above the form."""
    if isinstance(refusal, BadUpload):
        field.errors = [*field.errors, _(refusal.sentence)]
    else:
        form.form_errors.append(_(refusal.sentence))
