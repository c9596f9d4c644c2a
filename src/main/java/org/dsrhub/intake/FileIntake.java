package org.dsrhub.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.intake.TakenFiles.TakenFile;
import org.dsrhub.request.Door;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.TooManyOpen;
import org.dsrhub.security.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes the files of the inbox: every request in a file becomes a registered one or an
 * error, and then the file is moved away. Broken off at any point and begun again, it
 * goes on where it was: nothing is taken twice and nothing is left out.
 */
@Component
public class FileIntake {

	private static final Logger log = LoggerFactory.getLogger(FileIntake.class);

	private final Inbox inbox;

	private final TakenFiles files;

	private final FileRows fileRows;

	private final Settlement settlement;

	private final FreeSpace space;

	private final InboxTurns turns;

	private final OpenRequests open;

	private final Clock clock;

	private final FileDigests digests = new FileDigests();

	FileIntake(Inbox inbox, TakenFiles files, FileRows fileRows, Settlement settlement, FreeSpace space,
			InboxTurns turns, OpenRequests open, Clock clock) {
		this.inbox = inbox;
		this.files = files;
		this.fileRows = fileRows;
		this.settlement = settlement;
		this.space = space;
		this.turns = turns;
		this.open = open;
		this.clock = clock;
	}

	/**
	 * Takes a file; what belongs to no tenant that takes files is left alone, and while
	 * disk space is short, too many requests are open or it is another tenant's turn, it
	 * waits where it is.
	 * @param file directly in a tenant's folder, no longer being written
	 * @throws IOException if it cannot be read or moved now; the next call goes on
	 */
	public void take(File file) throws IOException {
		Path path = file.toPath();
		try {
			Optional<Caller> caller = this.inbox.caller(path);
			if (caller.isPresent() && this.space.enough() && mayTake(tenant(path))) {
				take(path, caller.get());
			}
		}
		catch (NoSuchFileException ex) {
			log.info("event=file-gone file={} reason=\"another node or a person took it\"", ShownPath.of(path));
		}
		catch (DiskFault ex) {
			log.warn("event=file-waits tenant={} file={} reason=\"{}\"", path.getParent().getFileName(),
					ShownPath.of(path.getFileName()), ex.getMessage());
		}
		catch (TurnOver | TooManyOpen ex) {
			log.debug("event=file-broken-off tenant={} reason=\"{}\"", tenant(path), ex.getClass().getSimpleName());
		}
		catch (LeaseLost ex) {
			log.warn("event=work-dropped {} reason=\"another node goes on with it\"", ex.getMessage());
		}
	}

	private boolean mayTake(String tenant) {
		return this.turns.goesOn(tenant) && !this.open.full(Door.INBOX, tenant);
	}

	private int room(String tenant, int rows) {
		if (!this.turns.goesOn(tenant)) {
			throw new TurnOver();
		}
		return this.open.room(Door.INBOX, tenant, rows);
	}

	private static String tenant(Path path) {
		return path.getParent().getFileName().toString();
	}

	private void take(Path path, Caller caller) throws IOException {
		Version version = Version.of(path);
		String tenant = tenant(path);
		Optional<TakenFile> claimed = claim(path, tenant, this.digests.of(path, version));
		if (claimed.isEmpty()) {
			return;
		}
		TakenFile taken = claimed.get();
		InboxFormat format = InboxFormat.of(path.getFileName().toString());
		long rows = this.fileRows.take(taken.id(),
				format.rows(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS), tenant),
				new Filer(Door.INBOX, caller, Arrival.of(path, version.modified(), this.clock.instant())),
				(count) -> room(tenant, count));
		Optional<String> target = this.settlement.settle(path, taken, version);
		if (target.isEmpty()) {
			// What is there now is another content, and every row of it will be looked
			// at.
			log.warn("event=file-changed tenant={} file={} advice=\"write it elsewhere and move it here\"", tenant,
					ShownPath.of(path.getFileName()));
			return;
		}
		log.info("event=file-taken tenant={} file={} rows={} bad={} now={}", tenant, ShownPath.of(path.getFileName()),
				rows, this.files.bad(taken.id()), ShownPath.of(target.get()));
	}

	/**
	 * The taking of this content, unless another node is at it. One whose file was moved
	 * away already is over, and what lies here was dropped afresh.
	 */
	private Optional<TakenFile> claim(Path path, String tenant, String sha256) {
		this.files.unsettled(tenant, sha256)
			.filter((before) -> this.settlement.moved(path.getParent(), before))
			.ifPresent((over) -> this.files.settle(over.id()));
		return this.files.claim(tenant, sha256, null);
	}

}
