package org.dsrhub.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.dsrhub.configuration.FreeSpace;
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
	 * @return how many rows there are
	 * @throws org.dsrhub.configuration.DiskFault if space gets short on the way
	 * @throws IOException if the file cannot be read now
	 */
	long take(UUID file, Rows content, Filer filer) throws IOException {
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
					this.space.require();
					this.rowIntake.take(file, batch, filer);
					batch.clear();
				}
			}
		}
		this.rowIntake.take(file, batch, filer);
		return number;
	}

}
