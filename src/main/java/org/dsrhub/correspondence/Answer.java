package org.dsrhub.correspondence;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.correspondence.AnswerFile.Kind;
import org.dsrhub.source.Page;

/**
 * What is in the files of an answer, after they were looked through.
 *
 * @param folder where they are
 * @param readable how many of them, or of those in ZIP files, hold records
 * @param unreadable which ones are for a person, by their number
 * @param pictures how many are pictures, such as the vendor's logo, which nobody reads
 * @param records how many records there are
 * @param matched how many of them are the person's
 */
record Answer(Path folder, List<AnswerFile> files, long readable, Set<Integer> unreadable, long pictures, long records,
		long matched) implements Page {

	/**
	 * Looks through the files of an answer.
	 * @param theirs whether a record is the person's
	 * @throws IOException if a file is not there
	 */
	static Answer look(Path folder, List<AnswerFile> files, Predicate<JsonNode> theirs) throws IOException {
		AtomicLong records = new AtomicLong();
		AtomicLong matched = new AtomicLong();
		Set<Integer> unreadable = new HashSet<>();
		long readable = 0;
		long pictures = 0;
		try (AnswerParts parts = new AnswerParts(folder, files)) {
			for (int i = 0; i < parts.all().size(); i++) {
				Part part = parts.all().get(i);
				long[] before = { records.get(), matched.get() };
				if (part.kind() == Kind.IMAGE) {
					pictures++;
				}
				else if (whole(part, (record) -> {
					records.incrementAndGet();
					matched.addAndGet(theirs.test(record) ? 1 : 0);
				})) {
					readable++;
				}
				else {
					records.set(before[0]);
					matched.set(before[1]);
					unreadable.add(i);
				}
			}
		}
		return new Answer(folder, files, readable, Set.copyOf(unreadable), pictures, records.get(), matched.get());
	}

	/**
	 * Why a person has to look; empty if the hub can go on.
	 * @param seen whether one has looked, and says that the person is in it
	 */
	Optional<Concern> concern(boolean seen) {
		if (!seen && (!this.unreadable.isEmpty() || this.readable == 0)) {
			return Optional.of(Concern.UNREADABLE);
		}
		boolean none = this.matched == 0 && (seen || this.records > 0);
		return none ? Optional.of(Concern.NOT_MATCHED) : Optional.empty();
	}

	/**
	 * Hands over every record of the files that the hub can read.
	 */
	@Override
	public String read(Consumer<JsonNode> consumer) throws IOException {
		try (AnswerParts parts = new AnswerParts(this.folder, this.files)) {
			for (int i = 0; i < parts.all().size(); i++) {
				Part part = parts.all().get(i);
				if (part.kind() != Kind.IMAGE && !this.unreadable.contains(i)) {
					part.read(consumer);
				}
			}
		}
		return null;
	}

	/**
	 * What the evidence says of it.
	 */
	Map<String, Object> line() {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("files", this.readable + this.unreadable.size() + this.pictures);
		line.put("unreadable", this.unreadable.size());
		line.put("pictures", this.pictures);
		line.put("records", this.records);
		line.put("matched", this.matched);
		line.put("notMatched", this.records - this.matched);
		return line;
	}

	private static boolean whole(Part part, Consumer<JsonNode> consumer) throws IOException {
		try {
			part.read(consumer);
			return true;
		}
		catch (FileSystemException ex) {
			throw ex;
		}
		catch (IOException | IllegalStateException | IllegalArgumentException ex) {
			// Broken, cut off, or no such thing: its content is for a person to judge.
			return false;
		}
	}

}
