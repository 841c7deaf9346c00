"""The partner report: one frozen snapshot as PDF, DOCX or XLSX, in one language or in two that face each other."""

from core.reports.partner.blocks import Photo
from core.reports.partner.drawn import Geography
from core.reports.partner.made import EDITIONS, FORMS, Edition, Report, made

__all__ = ["EDITIONS", "FORMS", "Edition", "Geography", "Photo", "Report", "made"]
