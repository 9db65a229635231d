# AudioCraft Studio. Two commands do everything on a fresh machine: `make run` and `make test`.

VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check browser lock clean

run: $(VENV)/.installed  ## make the environment, install, start the studio (ARGS="--port 8000" passes options on)
	$(BIN)/python app.py $(ARGS)

test: $(VENV)/.installed-dev  ## make the environment, install, all checks, all tests, browser tests included
	scripts/test.sh all

check: $(VENV)/.installed-dev  ## the developer's run: all checks, and the tests that need neither browser nor patience
	scripts/test.sh quick

lock: $(VENV)/.installed-dev  ## renew requirements.txt and requirements-dev.txt
	scripts/lock.sh

clean:
	rm -rf $(VENV)

$(VENV)/.installed: requirements.txt
	"$$(scripts/find-python.sh)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-dev.txt
	touch $@
