package org.dsrhub.correspondence;

import java.util.Locale;

/**
 * A file that a vendor or a person gave.
 *
 * @param name in its folder, given by the hub; what the sender called it is kept nowhere,
 * because it may name the person
 * @param kind by what it was called and declared to be
 */
public record AnswerFile(String name, Kind kind) {

	/**
	 * What a file is, as far as its name and media type say.
	 */
	public enum Kind {

		JSON, CSV, ZIP, IMAGE, OTHER;

		/**
		 * @param name what whoever sent it called it
		 * @param type its media type, as they said
		 */
		public static Kind of(String name, String type) {
			return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
				case "json", "ndjson", "jsonl" -> JSON;
				case "csv" -> CSV;
				case "zip" -> ZIP;
				default -> of(type.toLowerCase(Locale.ROOT));
			};
		}

		private static Kind of(String type) {
			if (type.startsWith("image/")) {
				return IMAGE;
			}
			return switch (type) {
				case "application/json", "application/x-ndjson" -> JSON;
				case "text/csv" -> CSV;
				case "application/zip", "application/x-zip-compressed" -> ZIP;
				default -> OTHER;
			};
		}

		/**
		 * Whether the hub may find records in it.
		 */
		boolean data() {
			return this == JSON || this == CSV || this == ZIP;
		}

	}

}
