package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.dsrhub.check.Report;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * {@code hub check}: checks the tenants that are named, or all, and ends with 0 if
 * everything is well, 1 if something failed and 2 if there is no such tenant.
 */
@Component
@Profile("check")
class CheckRun implements ApplicationRunner, ExitCodeGenerator {

	/**
	 * Its lines go out as they are.
	 */
	private static final Logger out = LoggerFactory.getLogger("check");

	private final Tenants tenants;

	private final TenantCheck check;

	private int exitCode;

	CheckRun(Tenants tenants, TenantCheck check) {
		this.tenants = tenants;
		this.check = check;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		Collection<String> known = this.tenants.all().stream().map(Tenant::tenant).toList();
		List<String> named = new ArrayList<>(arguments.getNonOptionArgs());
		List<String> unknown = named.stream().filter((name) -> !known.contains(name)).toList();
		if (known.isEmpty() || !unknown.isEmpty()) {
			out.info("There is no tenant {}. Configured are: {}", String.join(", ", unknown),
					known.isEmpty() ? "none" : known.stream().collect(Collectors.joining(", ")));
			this.exitCode = 2;
			return;
		}
		for (Tenant tenant : this.tenants.all()) {
			if (named.isEmpty() || named.contains(tenant.tenant())) {
				Report report = new Report(tenant.tenant(), out::info);
				this.check.run(tenant, report);
				this.exitCode = Math.max(this.exitCode, report.failed() ? 1 : 0);
			}
		}
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
