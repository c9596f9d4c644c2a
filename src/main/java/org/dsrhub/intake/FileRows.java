package org.dsrhub.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.request.TooManyOpen;
import org.springframework.stereotype.Component;

/**
 * Takes the rows of one file, whichever way it came. Broken off at any point and begun
 * again, it goes on behind the last row that was taken.
 */
@Component
class FileRows {

	/**
	 * Rows in one transaction: the number of commits decides how fast a file is taken.
	 */
	private static final int BATCH = 100;

	/**
	 * Rows that were taken before and are passed over, after which the file is held for
	 * as long again.
	 */
	private static final int PASSED = 5_000;

	private final TakenFiles files;

	private final RowIntake rowIntake;

	private final FreeSpace space;

	FileRows(TakenFiles files, RowIntake rowIntake, FreeSpace space) {
		this.files = files;
		this.rowIntake = rowIntake;
		this.space = space;
	}

	/**
	 * Takes the rows and closes them.
	 * @param file as it was claimed
	 * @param gate what lets them in
	 * @return how many rows there are
	 * @throws org.dsrhub.configuration.DiskFault if space gets short on the way
	 * @throws TooManyOpen if the gate has no room for all of them
	 * @throws IOException if the file cannot be read now
	 */
	long take(UUID file, Rows content, Filer filer, RowGate gate) throws IOException {
		long progress = this.files.progress(file);
		long number = 0;
		List<RowIntake.Entry> batch = new ArrayList<>();
		try (Rows rows = content) {
			for (Row row = rows.next(); row != null || number == 0; row = rows.next()) {
				Row here = (row != null) ? row : Row.broken(1, "holds no request; fill it and drop it again");
				if (++number > progress) {
					batch.add(this.rowIntake.read(number, here, rows, filer));
				}
				else if (number % PASSED == 0) {
					this.files.hold(file);
				}
				if (batch.size() == BATCH) {
					take(file, batch, filer, gate);
					batch.clear();
				}
			}
		}
		take(file, batch, filer, gate);
		return number;
	}

	private void take(UUID file, List<RowIntake.Entry> batch, Filer filer, RowGate gate) {
		this.space.require();
		int room = gate.room(batch.size());
		this.rowIntake.take(file, batch.subList(0, room), filer);
		if (room < batch.size()) {
			throw new TooManyOpen();
		}
	}

}
