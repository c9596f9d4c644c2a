package org.dsrhub.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a source is changed for a right, or why it is not: one key of its file.
 *
 * @param refused the rule by which it is refused to everybody, or null
 * @param retained the rule, with its legal basis, by which the service keeps what it has;
 * null where it can be changed
 * @param keptFor how long it keeps it, from the day it is found; null where nobody can
 * say
 * @param option the request's option without which nothing is changed and what is found
 * is retained; null where none is needed
 * @param manual what a person is to do where the hub cannot; null where it can
 * @param procedure what is done to each record
 * @param kamelet by which each call of it is made
 * @param parameters of the Kamelet
 * @param people fields that list people, as texts with semicolons or as arrays of texts
 * @param elements a field that lists objects about one person each, or null
 * @param person the field of such an object that names the person
 * @param phones fields with one phone number
 * @param fields for rectify: what may be corrected, by the name that corrections have,
 * and the record's fields that hold it
 * @param readOnly for rectify: what cannot be corrected, and by which rule
 */
public record Change(String refused, String retained, java.time.Period keptFor, String option, String manual,
		Procedure procedure, String kamelet, Map<String, String> parameters, List<String> people, String elements,
		String person, List<String> phones, Map<String, List<String>> fields, Map<String, String> readOnly) {

	public Change {
		parameters = (parameters != null) ? Map.copyOf(parameters) : Map.of();
		people = (people != null) ? List.copyOf(people) : List.of();
		phones = (phones != null) ? List.copyOf(phones) : List.of();
		fields = (fields != null) ? Map.copyOf(fields) : Map.of();
		readOnly = (readOnly != null) ? Map.copyOf(readOnly) : Map.of();
	}

	/**
	 * Whether anything is ever changed here.
	 */
	public boolean possible() {
		return this.procedure != null;
	}

	Change withApiVersion(String version) {
		return new Change(this.refused, this.retained, this.keptFor, this.option, this.manual, this.procedure,
				this.kamelet, action().orElseThrow().with("apiVersion", version).parameters(), this.people,
				this.elements, this.person, this.phones, this.fields, this.readOnly);
	}

	/**
	 * How its calls are made.
	 */
	public Optional<Source.Action> action() {
		return Optional.ofNullable(this.kamelet).map((name) -> new Source.Action(name, this.parameters));
	}

	/**
	 * What is done to each record.
	 */
	public enum Procedure {

		/**
		 * An item that may name several people: the subject is taken out, or corrected.
		 */
		PEOPLE,
		/** A user of Entra ID. */
		USER;

		@com.fasterxml.jackson.annotation.JsonValue
		public String label() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

}
