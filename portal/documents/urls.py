from django.urls import path

from portal.documents.views import files, phone, reading, standins, uploads

app_name = "documents"
MATERIAL = "<uuid:application>/<slug:material>/"
PHONE = "phone/<str:token>/"
urlpatterns = [
    path(PHONE, phone.page, name="phone"),
    path(f"{PHONE}begin/", phone.begin, name="phone_begin"),
    path(f"{PHONE}uploads/<uuid:upload>/", phone.piece, name="phone_piece"),
    path(f"{PHONE}uploads/<uuid:upload>/cancel/", phone.cancel, name="phone_cancel"),
    path(f"{MATERIAL}phone/", phone.code, name="code"),
    path("uploads/<uuid:upload>/", uploads.piece, name="piece"),
    path("uploads/<uuid:upload>/cancel/", uploads.cancel, name="cancel"),
    path("<uuid:application>/state/", uploads.state, name="state"),
    path(f"{MATERIAL}begin/", uploads.begin, name="begin"),
    path(f"{MATERIAL}upload/", files.upload, name="upload"),
    path(f"{MATERIAL}statement/", standins.commit, name="commit"),
    path(f"{MATERIAL}later/", standins.promise, name="promise"),
    path(f"{MATERIAL}take-back/", standins.take_back, name="take_back"),
    path("<uuid:document>/remove/", files.remove, name="remove"),
    path("<uuid:document>/view/", reading.view, name="view"),
    path("<uuid:document>/pages/<int:number>/", reading.page, name="page"),
    path("<uuid:document>/", reading.read, name="read"),
]
