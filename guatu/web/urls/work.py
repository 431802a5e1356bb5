"""What one person owes: to do, to verify."""

from django.urls import URLPattern, path

from guatu.web.views.work import burdens, home, notices, signing, snapping, todo, verifying, worker

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("offices/switch", home.switch_office, name="switch-office"),
    path("work", todo.my_work, name="my-work"),
    path("work/snap", snapping.snap, name="snap"),
    path("work/sign", signing.sign, name="sign-here"),
    path("work/sign-all", signing.sign_all, name="sign-all"),
    path("worker.js", worker.worker, name="worker"),
    path("burden", burdens.burdens, name="burdens"),
    path("notices", notices.listing, name="notices"),
    path("notices/seen", notices.see_all, name="notices-seen"),
    path("notices/<int:pk>", notices.follow, name="notice"),
    path("notices/<int:pk>/receipt", notices.receive, name="notice-receive"),
    path("verify", verifying.to_verify, name="to-verify"),
    path("verify/<int:pk>", verifying.to_verify, name="to-verify"),
    path("verify/<int:pk>/verdict", verifying.verdict, name="verdict"),
    path("verify/<int:pk>/evidence/<int:evidence>", verifying.judge, name="judge-proof"),
]
