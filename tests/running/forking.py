"""Processes forked from one that has imported everything, which takes seconds of work each."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerProcess

__all__ = ["ForkServerProcess", "processes"]

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.running.rehearsed", "tests.running.preloaded", "pytest"])
