"""Lets ``python -m competency_graph.cli`` run the command."""

from competency_graph.cli import main

if __name__ == "__main__":
    main()
