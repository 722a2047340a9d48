"""What tickets at Acme Hosting can be about."""

from helpdesk.local.demo.shapes import Catalogue, Category, Field, Priority

ACCOUNTS = "Accounts and billing"
TECHNICAL = "Technical"

MEANS = ("Card", "Bank transfer", "Direct debit", "Online wallet")
PROGRAMS = ("Webmail", "Mail program on a computer", "Phone or tablet")
PLUGINS = (
    "Acme Booking",
    "Acme Shop",
    "Acme Gallery",
    "Acme Forms",
    "Acme Newsletter",
    "Acme Translate",
    "Acme Backup",
)

SITE = Field("site", "Address of the site", "text", required=True, hint="For example my-shop.example")
DOMAIN = Field("domain", "Domain name", "text", required=True, hint="Without www")
MAILBOX = Field("mailbox", "Mailbox", "email", required=True, hint="The address of the mailbox that has the problem")
PROGRAM = Field("program", "Where do you read your mail?", "choice", required=True, choices=PROGRAMS)
MESSAGE = Field("message", "Exact message on the screen", "text", hint="Copy it word for word, codes included")
PLUGIN = Field("plugin", "Plugin", "choice", required=True, choices=PLUGINS)

CATALOGUE = Catalogue(
    teams=(ACCOUNTS, TECHNICAL),
    priorities=(Priority("Urgent", 1), Priority("High", 2), Priority("Normal", 3), Priority("Low", 4)),
    categories=(
        Category("account", "Account", "Signing in, your data, your profile", "Normal", ACCOUNTS),
        Category(
            "account_sign_in",
            "Sign-in",
            "You know your password, but cannot get in",
            "High",
            ACCOUNTS,
            parent="account",
            fields=(
                Field("user_name", "E-mail address or user name you sign in with", "text", required=True),
                Field(
                    "method",
                    "How do you sign in?",
                    "choice",
                    required=True,
                    choices=("Password", "One-time link", "Password and two-step code"),
                ),
                MESSAGE,
            ),
        ),
        Category(
            "account_lost",
            "Lost access",
            "Forgotten password, lost mailbox, or somebody else got in",
            "High",
            ACCOUNTS,
            parent="account",
            fields=(
                Field("account_name", "Account name", "text", required=True, hint="As far as you remember it"),
                Field("first_email", "First e-mail address of the account", "email", required=True),
                Field("place", "City and country of registration", "text"),
                Field(
                    "how",
                    "How did you lose access?",
                    "choice",
                    required=True,
                    choices=(
                        "I forgot the password",
                        "I no longer have the mailbox",
                        "I lost my two-step device",
                        "Somebody else got in",
                        "Something else",
                    ),
                ),
            ),
        ),
        Category(
            "account_email",
            "Change of e-mail address",
            "A new address for signing in and for our mail",
            "Normal",
            ACCOUNTS,
            parent="account",
            fields=(
                Field("new_email", "New e-mail address", "email", required=True),
                Field(
                    "old_works",
                    "Can you still read mail at the old address?",
                    "choice",
                    required=True,
                    choices=("Yes", "No"),
                ),
            ),
        ),
        Category(
            "account_delete",
            "Delete my account",
            "Leave, and have your data erased",
            "Low",
            ACCOUNTS,
            parent="account",
            fields=(
                Field(
                    "when",
                    "When should it be deleted?",
                    "choice",
                    required=True,
                    hint="Sites, mailboxes and domains go with it",
                    choices=("Right away", "At the end of the paid period"),
                ),
                Field("reason", "Why are you leaving?", "text", hint="You do not have to say"),
            ),
        ),
        Category(
            "account_profile",
            "Community profile",
            "Your page in the creators community",
            "Low",
            ACCOUNTS,
            parent="account",
            fields=(
                Field("profile", "Profile name", "text", required=True),
                Field(
                    "part",
                    "What is it about?",
                    "choice",
                    required=True,
                    choices=("Picture or banner", "Bio and links", "Showcase", "Comments", "Visibility"),
                ),
            ),
        ),
        Category("billing", "Billing", "Charges, invoices and ways to pay", "Normal", ACCOUNTS),
        Category(
            "billing_double",
            "Double charge",
            "The same amount left your account twice",
            "High",
            ACCOUNTS,
            parent="billing",
            fields=(
                Field("amount", "Amount of one charge", "number", required=True, hint="In the currency you pay in"),
                Field("charged_on", "Day of the charge", "date", required=True),
                Field("means", "Paid by", "choice", required=True, choices=MEANS),
            ),
        ),
        Category(
            "billing_refund",
            "Refund",
            "Money back for something you paid",
            "Normal",
            ACCOUNTS,
            parent="billing",
            fields=(
                Field("invoice", "Invoice number", "text", required=True, hint="Top right, begins with AH-"),
                Field("paid_on", "Paid on", "date"),
            ),
        ),
        Category(
            "billing_invoice",
            "Invoice",
            "A copy, a correction or an explanation",
            "Normal",
            ACCOUNTS,
            parent="billing",
            fields=(
                Field(
                    "wanted",
                    "What do you need?",
                    "choice",
                    required=True,
                    choices=("A copy", "A correction", "An explanation"),
                ),
                Field("invoice", "Invoice number", "text", hint="Top right, begins with AH-"),
            ),
        ),
        Category(
            "billing_method",
            "Payment method",
            "A new card, a refused payment, another way to pay",
            "Normal",
            ACCOUNTS,
            parent="billing",
            fields=(Field("means", "Which way to pay is it about?", "choice", required=True, choices=MEANS), MESSAGE),
        ),
        Category("websites", "Websites", "Sites that run on our servers", "Normal", TECHNICAL),
        Category(
            "websites_down",
            "Site down",
            "Visitors see an error page or nothing at all. Used for anything else, it slows everyone down",
            "Urgent",
            TECHNICAL,
            parent="websites",
            fields=(
                SITE,
                Field(
                    "who",
                    "Who sees the problem?",
                    "choice",
                    required=True,
                    choices=("Everybody", "Only me", "I do not know"),
                ),
                MESSAGE,
            ),
        ),
        Category(
            "websites_slow",
            "Site is slow",
            "Pages arrive, but late",
            "Normal",
            TECHNICAL,
            parent="websites",
            fields=(
                SITE,
                Field(
                    "where",
                    "What is slow?",
                    "choice",
                    required=True,
                    choices=("The whole site", "Some pages", "Only the admin area"),
                ),
                Field("seconds", "Seconds until the page appears", "number"),
            ),
        ),
        Category(
            "websites_ssl",
            "SSL certificate",
            "Browsers warn that the connection is not secure",
            "High",
            TECHNICAL,
            parent="websites",
            fields=(SITE, MESSAGE),
        ),
        Category(
            "websites_builder",
            "Site builder",
            "Editing, themes and publishing",
            "Normal",
            TECHNICAL,
            parent="websites",
            fields=(
                SITE,
                Field(
                    "device",
                    "Where do you edit?",
                    "choice",
                    required=True,
                    choices=("Computer", "Tablet", "Phone"),
                ),
            ),
        ),
        Category("domains", "Domains", "Names, their records and their owners", "Normal", TECHNICAL),
        Category(
            "domains_transfer",
            "Transfer",
            "Bring a domain to us, or take it elsewhere",
            "Normal",
            TECHNICAL,
            parent="domains",
            fields=(
                DOMAIN,
                Field(
                    "direction",
                    "Direction",
                    "choice",
                    required=True,
                    choices=("To Acme Hosting", "Away from Acme Hosting"),
                ),
                Field("started_on", "Transfer started on", "date"),
            ),
        ),
        Category(
            "domains_dns",
            "DNS records",
            "Records and name servers of a domain",
            "Normal",
            TECHNICAL,
            parent="domains",
            fields=(
                DOMAIN,
                Field(
                    "record",
                    "Kind of record",
                    "choice",
                    required=True,
                    choices=("A", "AAAA", "CNAME", "MX", "TXT", "SRV", "Name servers"),
                ),
            ),
        ),
        Category(
            "domains_renewal",
            "Renewal",
            "Expiry dates, renewal and names that have lapsed",
            "High",
            ACCOUNTS,
            parent="domains",
            fields=(DOMAIN, Field("expires_on", "Expires on", "date")),
        ),
        Category("mailboxes", "Mailboxes", "Sending, receiving and spam", "Normal", TECHNICAL),
        Category(
            "mailboxes_send",
            "Cannot send",
            "Mail is refused, or comes back",
            "High",
            TECHNICAL,
            parent="mailboxes",
            fields=(MAILBOX, PROGRAM, MESSAGE),
        ),
        Category(
            "mailboxes_receive",
            "Cannot receive",
            "Mail does not arrive",
            "High",
            TECHNICAL,
            parent="mailboxes",
            fields=(MAILBOX, PROGRAM, Field("sender", "A sender whose mail is missing", "email")),
        ),
        Category(
            "mailboxes_spam",
            "Spam",
            "Too much of it, or your own mail taken for it",
            "Normal",
            TECHNICAL,
            parent="mailboxes",
            fields=(
                MAILBOX,
                Field(
                    "problem",
                    "What happens?",
                    "choice",
                    required=True,
                    choices=(
                        "Spam reaches my inbox",
                        "Good mail lands in my spam folder",
                        "My mail lands in other people's spam",
                    ),
                ),
            ),
        ),
        Category(
            "plugins", "Plugins", "Our own plugins. We cannot check those of other developers", "Normal", TECHNICAL
        ),
        Category(
            "plugins_activation",
            "Activation",
            "Licence keys and switching a plugin on",
            "Normal",
            TECHNICAL,
            parent="plugins",
            fields=(
                PLUGIN,
                Field("licence", "Last four characters of the licence key", "text", hint="Never send the whole key"),
                MESSAGE,
            ),
        ),
        Category(
            "plugins_compat",
            "Compatibility",
            "A plugin and something else do not get along",
            "Normal",
            TECHNICAL,
            parent="plugins",
            fields=(
                PLUGIN,
                Field(
                    "php",
                    "PHP version of the site",
                    "choice",
                    required=True,
                    hint="Control panel, Site, Versions",
                    choices=("8.1", "8.2", "8.3", "8.4", "I do not know"),
                ),
                Field("other", "What it does not get along with", "text"),
            ),
        ),
        Category(
            "plugins_feature",
            "Feature question",
            "How to do something, or whether it can be done",
            "Low",
            TECHNICAL,
            parent="plugins",
            fields=(PLUGIN,),
        ),
        Category(
            "sales",
            "Sales question",
            "Before you buy, or before you change your plan",
            "Low",
            ACCOUNTS,
            fields=(
                Field(
                    "topic",
                    "What is it about?",
                    "choice",
                    required=True,
                    choices=("Plans and prices", "Moving to Acme Hosting", "VIP plan", "Something else"),
                ),
                Field("sites", "How many sites?", "number"),
            ),
        ),
    ),
)
