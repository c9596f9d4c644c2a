package org.dsrhub.record;

import org.dsrhub.source.Source;

/**
 * The fields that a source file names, ready to be asked a million times.
 */
final class Fields {

	private final Source source;

	private final FieldPatterns subject;

	private final FieldPatterns person;

	Fields(Source source) {
		this.source = source;
		this.subject = new FieldPatterns(source.subjectFields());
		this.person = new FieldPatterns(source.personFields());
	}

	boolean of(Source other) {
		return this.source == other;
	}

	boolean ofSubject(Item item) {
		return this.subject.match(item);
	}

	boolean ofPerson(Item item) {
		return this.person.match(item);
	}

	/**
	 * The fields of the source used last: records come in runs of one source.
	 */
	static final class Recent {

		private volatile Fields fields;

		Fields of(Source source) {
			Fields recent = this.fields;
			if (recent == null || !recent.of(source)) {
				recent = new Fields(source);
				this.fields = recent;
			}
			return recent;
		}

	}

}
