"""What staff works in, at /desk/."""

from django.urls import path

from tickets.views import (
    articles,
    desk_acts,
    desk_lists,
    desk_ticket,
    following,
    on_behalf,
    relations,
    search,
    tagging,
    time,
    undoing,
)

app_name = "desk"
urlpatterns = [
    path("", desk_lists.home, name="queue"),
    path("lists/<slug:key>/", desk_lists.ticket_list, name="list"),
    path("search/", search.desk, name="search"),
    path("tickets/new/", on_behalf.new, name="new"),
    path("tickets/<int:number>/", desk_ticket.ticket, name="ticket"),
    path("tickets/<int:number>/replies/", desk_acts.replies, name="replies"),
    path("tickets/<int:number>/notes/", desk_acts.notes, name="notes"),
    path("tickets/<int:number>/work/", desk_acts.work, name="work"),
    path("tickets/<int:number>/category/", desk_acts.category, name="category"),
    path("tickets/<int:number>/closure/", desk_acts.closure, name="closure"),
    path("tickets/<int:number>/reopening/", desk_acts.reopening, name="reopening"),
    path("tickets/<int:number>/requester/", desk_acts.requester, name="requester"),
    path("tickets/<int:number>/following/", following.follow, name="follow"),
    path("tickets/<int:number>/unfollowing/", following.unfollow, name="unfollow"),
    path("tickets/<int:number>/time/", time.entries, name="time"),
    path("tickets/<int:number>/timer/", time.start, name="start_timer"),
    path("timer/stop/", time.stop, name="stop_timer"),
    path("time/<int:pk>/", time.entry, name="time_entry"),
    path("time/<int:pk>/deletion/", time.deletion, name="delete_time"),
    path("time/<int:pk>/restoring/", time.restoring, name="restore_time"),
    path("tickets/<int:number>/tags/", tagging.tags_of, name="tags_of"),
    path("tags/", tagging.names, name="tags"),
    path("tickets/<int:number>/assignment/", desk_acts.assignment_of, name="assignment"),
    path("tickets/<int:number>/unassignment/", desk_acts.unassignment, name="unassignment"),
    path("tickets/<int:number>/merger/", relations.merger, name="merger"),
    path("tickets/<int:number>/links/", relations.links, name="links"),
    path("tickets/<int:number>/split/", relations.split, name="split"),
    path("relations/<int:pk>/undoing/", relations.undoing, name="undoing"),
    path("tickets/<int:number>/article/", articles.article_from, name="article_from"),
    path("undo/<int:pk>/", undoing.at_the_desk, name="undo"),
    path("articles/beside/", articles.beside, name="articles_beside"),
    path("articles/<int:number>/for-reply/", articles.for_reply, name="article_for_reply"),
    path("tickets/<int:number>/drafts/<slug:kind>/", desk_acts.draft, name="draft"),
]
