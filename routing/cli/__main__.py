"""`python -m routing.cli`: `advisor`, for a process that is started by another."""

from routing.cli import main

main()
