package org.dsrhub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A folder that packages are kept in.
 */
public final class LocalFolder {

	private static final String THING = "container";

	/**
	 * Less free space than this is told, in bytes: a package holds all that a tenant has
	 * of a person.
	 */
	private static final long LITTLE = 1L << 30;

	private static final Set<PosixFilePermission> OTHERS = EnumSet
		.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));

	private final Path folder;

	private final Report report;

	public LocalFolder(Path folder, Report report) {
		this.folder = folder.toAbsolutePath().normalize();
		this.report = report;
	}

	/**
	 * Tells what is wrong with the folder, and with its disk.
	 * @return whether a file may be put into it to try; never where it would then belong
	 * to another account than the hub's
	 * @throws IOException if the disk fails
	 */
	public boolean usable() throws IOException {
		Path there = this.folder;
		while (!Files.exists(there)) {
			there = there.getParent();
		}
		long free = Files.getFileStore(there).getUsableSpace();
		if (free < LITTLE) {
			this.report.warn(THING, "%s: only %,d MB of the disk are free".formatted(there, free >> 20));
		}
		String account = System.getProperty("user.name");
		String owner = Files.getOwner(there).getName();
		if (!Files.isWritable(there) || !Files.isDirectory(there)) {
			this.report.fail(THING,
					"%s: the account %s cannot write there; it belongs to %s".formatted(there, account, owner));
			return false;
		}
		if (!there.equals(this.folder)) {
			this.report.ok(THING, "%s: the hub makes it for its first package".formatted(this.folder));
			return false;
		}
		if (!owner.equals(account)) {
			this.report.fail(THING, "%s: it belongs to %s; run the check, and the hub, as that account and not as %s"
				.formatted(there, owner, account));
			return false;
		}
		if (Files.getPosixFilePermissions(there).stream().anyMatch(OTHERS::contains)) {
			this.report.warn(THING, "%s: other accounts can look into it; close it with chmod 700".formatted(there));
		}
		return true;
	}

}
