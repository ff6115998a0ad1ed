"""Controls that know nothing of projects."""
