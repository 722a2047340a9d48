"""docker-compose.yml and the Dockerfile against what the settings ask for and the local launcher runs."""

import ast
import json
import re

import pytest
import yaml

from helpdesk.local.programs import programs
from tests.commands.conftest import CHECKOUT

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
PROGRAMS = programs(host="0.0.0.0", port=8000, schedule="/tmp/beat")
OURS = [*PROGRAMS, "migrate"]
SECRET = re.compile(r"SECRET|PASSWORD|_URL")


def required_variables() -> set[str]:
    """Return the name in each _required("…") of the settings."""
    tree = ast.parse((CHECKOUT / "helpdesk" / "settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_required"
    }


def instructions(name: str) -> list[str]:
    """Return the arguments of each such instruction of the Dockerfile, continued lines joined."""
    text = DOCKERFILE.replace("\\\n", " ")
    return [match.strip() for match in re.findall(rf"^{name} (.*)$", text, re.MULTILINE)]


def test_the_settings_are_read_as_this_test_expects():
    assert {"SECRET_KEY", "DATABASE_URL", "DATABASE_SYSTEM_URL", "REDIS_URL", "SMTP_URL"} <= required_variables()


@pytest.mark.parametrize("service", OURS)
def test_every_process_gets_every_variable_that_the_settings_require(service):
    assert required_variables() <= COMPOSE[service]["environment"].keys()


def test_only_the_migration_has_the_owner_of_the_tables():
    holders = [name for name in OURS if "DATABASE_OWNER_URL" in COMPOSE[name]["environment"]]
    assert holders == ["migrate"]


@pytest.mark.parametrize("service", COMPOSE)
def test_no_secret_has_a_default(service):
    for variable, value in COMPOSE[service].get("environment", {}).items():
        if SECRET.search(variable):
            used = re.findall(r"\$\{([^}]*)\}", value)
            assert used, f"{variable} is written out"
            assert all(":?" in expression for expression in used), f"{variable} has a default"
    assert "env_file" not in COMPOSE[service]


@pytest.mark.parametrize("service", PROGRAMS)
def test_a_service_runs_the_same_command_as_the_local_launcher(service):
    assert COMPOSE[service]["command"] == ["python", *PROGRAMS[service].arguments]


def test_the_image_itself_runs_the_web_process():
    assert json.loads(instructions("CMD")[-1]) == COMPOSE["web"]["command"]


def test_every_service_of_the_product_runs_from_one_image():
    assert {COMPOSE[name]["image"] for name in OURS} == {"helpdesk"}
    assert COMPOSE.keys() == {"postgres", "valkey", *OURS}


@pytest.mark.parametrize("service", sorted(COMPOSE.keys() - {"migrate"}))
def test_a_service_that_ends_is_started_again(service):
    assert COMPOSE[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", ["postgres", "valkey", "web", "worker"])
def test_a_service_that_others_wait_for_tells_its_health(service):
    assert COMPOSE[service]["healthcheck"]["test"]


@pytest.mark.parametrize("service", PROGRAMS)
def test_a_process_waits_for_the_migrations_and_the_services(service):
    conditions = {name: wait["condition"] for name, wait in COMPOSE[service]["depends_on"].items()}
    assert conditions == {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "valkey": "service_healthy",
    }
    assert COMPOSE["migrate"]["restart"] == "no"


def test_only_the_web_process_is_reached_from_outside_and_only_from_this_machine():
    published = {name: service["ports"] for name, service in COMPOSE.items() if "ports" in service}
    assert published.keys() == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_the_image_installs_by_hash_and_does_not_run_as_root():
    assert any("--require-hashes --requirement requirements/base.txt" in command for command in instructions("RUN"))
    assert instructions("USER") == ["helpdesk"]
    assert DOCKERFILE.index("USER helpdesk") > DOCKERFILE.index("collectstatic")


def test_the_image_gives_collectstatic_what_the_settings_require_and_keeps_none_of_it():
    [command] = [command for command in instructions("RUN") if "collectstatic" in command]
    assert required_variables() <= set(re.findall(r"([A-Z_]+)=", command))
    assert not [line for line in instructions("ENV") if SECRET.search(line)]


def test_the_database_roles_come_from_the_script_and_the_passwords_it_asks_for():
    mounts = COMPOSE["postgres"]["volumes"]
    assert "./deploy/roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro" in mounts
    asked = set(re.findall(r"\\getenv \w+ (\w+)", (CHECKOUT / "deploy" / "roles.sql").read_text()))
    assert asked <= COMPOSE["postgres"]["environment"].keys()
