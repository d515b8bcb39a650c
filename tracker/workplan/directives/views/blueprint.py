"""The blueprint that the views of this stage hang on."""

from flask import Blueprint

pages = Blueprint("directives", __name__)
