"""亮灯规则: an office's own regimes, who uses which, the editor, and what would change."""
