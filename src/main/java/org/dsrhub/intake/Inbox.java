package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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

	private static final String LINK = "it is a link; make it a folder";

	/** As the route has it. */
	private static final Pattern FILE = Pattern.compile("(?is)[^.].*\\.(json|ndjson|csv)");

	private final Path root;

	private final Tenants tenants;

	private final Set<Path> leftAlone = ConcurrentHashMap.newKeySet();

	/**
	 * Makes the tenants' folders.
	 * @throws IOException if the inbox cannot be used
	 */
	Inbox(HubProperties hub, Tenants tenants) throws IOException {
		this.root = hub.inbox();
		this.tenants = tenants;
		for (Tenant tenant : tenants.all()) {
			Path folder = hub.inbox().resolve(tenant.tenant());
			if (!Files.isSymbolicLink(folder)) {
				folder(folder);
			}
		}
	}

	/**
	 * A folder that is readable by the hub's account alone, if it has to be made. A link
	 * is none: what is moved there would come out elsewhere.
	 */
	static Path folder(Path folder) throws IOException {
		if (Files.isSymbolicLink(folder)) {
			throw new FileSystemException(folder.toString(), null, LINK);
		}
		return Files.isDirectory(folder) ? folder : Files.createDirectories(folder,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

	/**
	 * On whose authority a file is taken: the principal of its folder's tenant. Empty for
	 * what is to be left alone, which is told once.
	 */
	Optional<Caller> caller(Path file) throws IOException {
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
		if (Files.isSymbolicLink(folder)) {
			leave(folder, LINK);
			return Optional.empty();
		}
		if (!PlainFile.is(file)) {
			leave(file, "it is a link, or no file at all; move a copy here");
			return Optional.empty();
		}
		Tenant.Principal principal = tenant.get().inbox().principal();
		return Optional.of(new Caller(principal.name(), principal.roles(), Set.of(name)));
	}

	/**
	 * Whether a file of another tenant lies here to be taken.
	 * @param admitted which of them may have theirs taken now
	 */
	boolean othersWait(String tenant, Predicate<String> admitted) {
		return this.tenants.all()
			.stream()
			.filter((other) -> other.inbox() != null && !other.tenant().equals(tenant))
			.anyMatch((other) -> waits(this.root.resolve(other.tenant())) && admitted.test(other.tenant()));
	}

	private static boolean waits(Path folder) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
				(file) -> FILE.matcher(file.getFileName().toString()).matches() && PlainFile.is(file))) {
			return files.iterator().hasNext();
		}
		catch (IOException | DirectoryIteratorException ex) {
			// The poll meets the same fault and tells it.
			return false;
		}
	}

	private void leave(Path path, String reason) {
		if (this.leftAlone.add(path)) {
			log.warn("event=left-alone path={} reason=\"{}\"", ShownPath.of(path), reason);
		}
	}

}
