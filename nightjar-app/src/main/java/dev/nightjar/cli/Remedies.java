package dev.nightjar.cli;

/// How to get what is missing.
final class Remedies {
  static final String NO_KERNEL =
      "For Python: `apt-get install python3-ipykernel`, or `python3 -m pip install ipykernel` and"
          + " `python3 -m ipykernel install --user`. For R: `apt-get install r-cran-irkernel`.";

  private Remedies() {}
}
