"""FollowTheMoney itself, for tests only: it needs ICU built from source, of which nothing tested here makes use."""

from __future__ import annotations

import sys
from unittest.mock import MagicMock

sys.modules.setdefault("icu", MagicMock())

from followthemoney import registry
from followthemoney.dataset import Dataset
from followthemoney.model import Model
from followthemoney.statement import Statement
from followthemoney.statement.entity import StatementEntity
from followthemoney.statement.serialize import CSV_COLUMNS, read_csv_statements

model = Model.instance()

__all__ = ["CSV_COLUMNS", "Dataset", "Statement", "StatementEntity", "model", "read_csv_statements", "registry"]
