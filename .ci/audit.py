"""Ask pip-audit about the locked dependencies. A known vulnerability fails; a service out of reach does not."""

import json
import subprocess
import sys

LOCKED = "requirements/development.txt"
COMMAND = ["pip-audit", "--requirement", LOCKED, "--disable-pip", "--progress-spinner", "off", "--timeout", "10"]


def main():
    try:
        answer = subprocess.run(
            [*COMMAND, "--format", "json"], capture_output=True, text=True, timeout=180, check=False
        ).stdout
        dependencies = json.loads(answer)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        dependencies = []

    audited = [dependency for dependency in dependencies if "vulns" in dependency]
    vulnerable = [dependency for dependency in audited if dependency["vulns"]]
    for dependency in vulnerable:
        for vulnerability in dependency["vulns"]:
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            print(f"{dependency['name']} {dependency['version']}: {vulnerability['id']}, fixed in {fixed}")
    if not audited:
        print("pip-audit could not reach its service: the dependencies were not audited.")
    elif len(audited) < len(dependencies):
        print(f"pip-audit knows nothing about {len(dependencies) - len(audited)} of {len(dependencies)} dependencies.")
    return bool(vulnerable)


if __name__ == "__main__":
    sys.exit(main())
