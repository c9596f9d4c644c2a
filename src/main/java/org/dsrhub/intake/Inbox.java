package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.security.Caller;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The inbox folder: one folder a tenant, made at the start where it is missing.
 */
@Component
class Inbox {

	private static final Logger log = LoggerFactory.getLogger(Inbox.class);

	private final Tenants tenants;

	private final Set<Path> leftAlone = ConcurrentHashMap.newKeySet();

	/**
	 * Makes the tenants' folders.
	 * @throws IOException if the inbox cannot be used
	 */
	Inbox(HubProperties hub, Tenants tenants) throws IOException {
		this.tenants = tenants;
		for (Tenant tenant : tenants.all()) {
			folder(hub.inbox().resolve(tenant.tenant()));
		}
	}

	/**
	 * A folder that is readable by the hub's account alone, if it has to be made.
	 */
	static Path folder(Path folder) throws IOException {
		return Files.isDirectory(folder) ? folder : Files.createDirectories(folder,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

	/**
	 * On whose authority a file is taken: the principal of its folder's tenant. Empty for
	 * what is to be left alone, which is told once.
	 */
	Optional<Caller> caller(Path file) {
		Path folder = file.getParent();
		String name = folder.getFileName().toString();
		Optional<Tenant> tenant = this.tenants.find(name);
		if (tenant.isEmpty()) {
			leave(folder, "it is the folder of no configured tenant");
			return Optional.empty();
		}
		if (tenant.get().inbox() == null) {
			leave(folder, "the tenant's file has no inbox.principal");
			return Optional.empty();
		}
		if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			leave(file, "it is not a plain file");
			return Optional.empty();
		}
		Tenant.Principal principal = tenant.get().inbox().principal();
		return Optional.of(new Caller(principal.name(), principal.roles(), Set.of(name)));
	}

	private void leave(Path path, String reason) {
		if (this.leftAlone.add(path)) {
			log.warn("event=left-alone path={} reason=\"{}\"", plain(path), reason);
		}
	}

	/**
	 * A path for a log line, in quotes where it could be taken for something else.
	 */
	static String plain(Path path) {
		String plain = path.toString().replaceAll("[\\p{Cntrl}\"]", "?");
		return plain.matches(".*[\\s=].*") ? '"' + plain + '"' : plain;
	}

}
