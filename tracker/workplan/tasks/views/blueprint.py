"""The blueprint that all pages of this stage are on."""

from flask import Blueprint

pages = Blueprint("tasks", __name__)
