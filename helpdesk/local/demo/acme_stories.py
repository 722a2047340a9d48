"""All stories of Acme Hosting, in the order of its categories."""

from helpdesk.local.demo import (
    acme_stories_account,
    acme_stories_billing,
    acme_stories_builder,
    acme_stories_domains,
    acme_stories_features,
    acme_stories_invoices,
    acme_stories_mail,
    acme_stories_plugins,
    acme_stories_renewals,
    acme_stories_sales,
    acme_stories_sign_in,
    acme_stories_sites,
    acme_stories_spam,
)

STORIES = (
    acme_stories_sign_in.STORIES
    + acme_stories_account.STORIES
    + acme_stories_billing.STORIES
    + acme_stories_invoices.STORIES
    + acme_stories_sites.STORIES
    + acme_stories_builder.STORIES
    + acme_stories_domains.STORIES
    + acme_stories_renewals.STORIES
    + acme_stories_mail.STORIES
    + acme_stories_spam.STORIES
    + acme_stories_plugins.STORIES
    + acme_stories_features.STORIES
    + acme_stories_sales.STORIES
)
