"""One module for each group of the `helpline` command."""
