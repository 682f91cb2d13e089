"""What `make bench` measures: Copse beside a bare Django view, in one run on one set-up."""
