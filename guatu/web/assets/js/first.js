// Runs before the page is drawn: what needs no script to work is hidden only where scripts run.
document.documentElement.classList.add("js");
