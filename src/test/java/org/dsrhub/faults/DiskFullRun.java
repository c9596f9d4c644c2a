package org.dsrhub.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.dsrhub.endtoend.Installation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk for {@code data/} and {@code outbox/} that somebody fills while the hub works:
 * it takes nothing new and, once there is room again, ends everything that it has. Needs
 * to be allowed to mount one, as root is.
 */
@Tag("faults")
class DiskFullRun {

	@TempDir
	private Path folder;

	private Path disk;

	private boolean mounted;

	@AfterEach
	void unmount() {
		if (this.mounted) {
			assertThat(Shell.run("umount", this.disk.toString())).as("the disk is let go").isTrue();
		}
	}

	/**
	 * The first is left with less than {@code hub.free}, the second without a byte. A
	 * ledger under load takes its own garbage back after 45 seconds: the disk has room
	 * for that.
	 * @param left what the filler leaves, in megabytes
	 */
	@ParameterizedTest
	@CsvSource({ "low-disk, 200MB, 100", "disk-full, 1MB, 0" })
	void the_disk_is_filled_and_emptied_again(String run, String free, int left) throws IOException {
		mount();
		try (Scene scene = Scene.of(run, this.folder)) {
			link(scene.installation());
			Node node = scene.node("alone").setting("hub.free", free);
			scene.begin(Duration.ofMillis(300));
			for (int time = 0; time < 2; time++) {
				Moment.pass(scene.random(), Duration.ofSeconds(3), Duration.ofSeconds(6));
				long said = node.said("event=space-short");
				await("the hub to notice", () -> fill(left) && node.said("event=space-short") > said);
				// What would be refused anyway (422) shows that nothing is looked at.
				await("the door to be closed", () -> fill(left)
						&& node.file("{}", "X").filter((answer) -> answer.statusCode() == 507).isPresent());
				Moment.pass(Duration.ofSeconds(5));
				long again = node.said("event=space-again");
				Files.delete(filler());
				await("the hub to notice that there is room", () -> node.said("event=space-again") > again);
				long closed = node.said("event=closed");
				await("requests to be closed", () -> node.said("event=closed") > closed + 2);
			}
			scene.figure("filled", 2);
			scene.end();
		}
	}

	private void mount() throws IOException {
		this.disk = Files.createDirectory(this.folder.resolve("disk"));
		this.mounted = Shell.run("mount", "-t", "tmpfs", "-o", "size=700m", "dsrhub", this.disk.toString());
		if (!this.mounted) {
			System.out.println("faults NOT TRIED: a full disk, because nothing can be mounted here; run it as root");
		}
		Assumptions.assumeTrue(this.mounted, "nothing can be mounted here");
	}

	private void link(Installation installation) throws IOException {
		Files.delete(installation.folder().resolve("outbox"));
		for (String sub : List.of("data", "outbox")) {
			Files.createSymbolicLink(installation.folder().resolve(sub), Files.createDirectory(this.disk.resolve(sub)));
		}
	}

	/**
	 * Writes until there are so many megabytes left, or not a byte. The ledger gives some
	 * back when it is closed: then that is taken, too.
	 */
	private boolean fill(int left) {
		try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			while (left == 0 || this.disk.toFile().getUsableSpace() > (long) left << 20) {
				out.write(new byte[1 << 20]);
			}
		}
		catch (IOException ex) {
			if (!String.valueOf(ex.getMessage()).contains("No space left")) {
				throw new UncheckedIOException(ex);
			}
		}
		return true;
	}

	private Path filler() {
		return this.disk.resolve("filler");
	}

	private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await(what).pollInterval(Duration.ofMillis(50)).until(condition);
	}

}
