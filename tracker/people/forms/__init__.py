"""The forms about units, persons and accounts."""

from tracker.people.forms.account import CodeForm, ProofForm, SecondStepForm
from tracker.people.forms.passwords import ChangePasswordForm, NewPasswordForm
from tracker.people.forms.persons import (
    CSV,
    XLSX,
    Choices,
    ConfirmForm,
    DisableForm,
    EnableForm,
    EndForm,
    ExportForm,
    PersonEditForm,
    PersonForm,
    PostForm,
    SheetForm,
    TermForm,
)
from tracker.people.forms.signing_in import SignInForm

__all__ = [
    "CSV",
    "XLSX",
    "ChangePasswordForm",
    "Choices",
    "CodeForm",
    "ConfirmForm",
    "DisableForm",
    "EnableForm",
    "EndForm",
    "ExportForm",
    "NewPasswordForm",
    "PersonEditForm",
    "PersonForm",
    "PostForm",
    "ProofForm",
    "SecondStepForm",
    "SheetForm",
    "SignInForm",
    "TermForm",
]
