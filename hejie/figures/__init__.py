"""Dated figures that a district enters for calculators, and the form and sheet of a calculation."""
