"""What somebody who does not trust us can check the trail with: one file, which needs Python alone."""
