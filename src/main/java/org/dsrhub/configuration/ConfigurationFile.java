package org.dsrhub.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads one kind of YAML file by its JSON Schema into a record, and says of every fault
 * where it stands and what is expected there. What the file holds is never repeated: it
 * may be a secret in the wrong place.
 */
public final class ConfigurationFile<T> {

	private static final YAMLMapper YAML = YAMLMapper
		.builder(YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.addModule(new JavaTimeModule())
		.build();

	private final Class<T> type;

	private final String kind;

	private final Expectations expectations;

	private final boolean named;

	/**
	 * A kind of file.
	 * @param type the record that it becomes
	 * @param kind its name, which is also that of its schema
	 * ({@code /schema/<kind>.schema.json}) and of the field that says the file's name
	 * again, where the schema has it
	 */
	public ConfigurationFile(Class<T> type, String kind) {
		this.type = type;
		this.kind = kind;
		String schema = "/schema/" + kind + ".schema.json";
		try (InputStream resource = ConfigurationFile.class.getResourceAsStream(schema)) {
			JsonNode rules = new ObjectMapper().readTree(resource);
			this.expectations = new Expectations(rules);
			this.named = rules.path("properties").has(kind);
		}
		catch (IOException ex) {
			throw new IllegalStateException("schema " + schema + " cannot be read", ex);
		}
	}

	/**
	 * The YAML files of a folder, in the order of their names; none if it is absent.
	 * @throws InvalidConfiguration if the folder cannot be listed
	 */
	public static List<Path> in(Path folder) {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.getFileName().toString().matches("[^.].*\\.ya?ml")).sorted().toList();
		}
		catch (IOException ex) {
			throw new InvalidConfiguration(folder, List.of("cannot be listed: " + ex.getMessage()));
		}
	}

	/**
	 * Reads one file.
	 * @throws InvalidConfiguration naming file, line and field of every fault
	 */
	public T read(Path file) {
		return read(file, (value, faults) -> {
		});
	}

	/**
	 * Reads one file and holds it against rules that its schema cannot say.
	 * @throws InvalidConfiguration naming file, line and field of every fault
	 */
	public T read(Path file, Rules<T> rules) {
		try {
			String text = Files.readString(file);
			JsonNode tree = YAML.readTree(text);
			Lines lines = Lines.of(text);
			List<String> faults = new ArrayList<>();
			Faults told = (field, fault) -> faults.add(told(lines, field, fault));
			this.expectations.check(tree, "", told);
			T value = faults.isEmpty() ? convert(tree, told) : null;
			if (value != null) {
				String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
				if (this.named && !tree.path(this.kind).asText().equals(name)) {
					told.add(this.kind, "expected: %s, as the file is called".formatted(name));
				}
				rules.check(value, told);
			}
			if (!faults.isEmpty()) {
				throw new InvalidConfiguration(file, faults);
			}
			return value;
		}
		catch (JsonProcessingException ex) {
			throw new InvalidConfiguration(file, List.of(unreadable(ex)));
		}
		catch (IOException ex) {
			throw new InvalidConfiguration(file, List.of("cannot be read: " + ex.getMessage()));
		}
	}

	/**
	 * A fault that shows only when what a file refers to is looked at.
	 */
	public static InvalidConfiguration invalid(Path file, String field, String fault) {
		try {
			return new InvalidConfiguration(file, List.of(told(Lines.of(Files.readString(file)), field, fault)));
		}
		catch (IOException ex) {
			return new InvalidConfiguration(file, List.of("field '%s': %s".formatted(field, fault)));
		}
	}

	private static String told(Lines lines, String field, String fault) {
		return "line %d, %s: %s".formatted(lines.line(field),
				field.isEmpty() ? "the file" : "field '%s'".formatted(field), fault);
	}

	private T convert(JsonNode tree, Faults faults) throws JsonProcessingException {
		try {
			return YAML.treeToValue(tree, this.type);
		}
		catch (JsonMappingException ex) {
			String field = "";
			for (JsonMappingException.Reference step : ex.getPath()) {
				field = (step.getFieldName() != null) ? Expectations.field(field, step.getFieldName())
						: "%s[%d]".formatted(field, step.getIndex());
			}
			faults.add(field, this.expectations.of(field));
			return null;
		}
	}

	private static String unreadable(JsonProcessingException ex) {
		int line = (ex.getLocation() != null) ? ex.getLocation().getLineNr() : 1;
		if (ex.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
			line = marked.getProblemMark().getLine() + 1;
		}
		if (ex.getOriginalMessage().startsWith("Duplicate field")) {
			return "line %d: %s stands there twice".formatted(line,
					ex.getOriginalMessage().replaceFirst("Duplicate f", "f"));
		}
		String fault = (ex instanceof MismatchedInputException) ? "only one document may stand in a file"
				: "is not YAML; look at the indentation, the colons and the quotes";
		return "line %d: %s".formatted(line, fault);
	}

	/**
	 * Takes the faults of one file.
	 */
	@FunctionalInterface
	public interface Faults {

		/**
		 * One more fault.
		 * @param field such as {@code credential.kind} or {@code subscriptions[0]}
		 * @param fault what is expected; never the value that stands there
		 */
		void add(String field, String fault);

	}

	/**
	 * What must hold of a file besides its schema.
	 */
	@FunctionalInterface
	public interface Rules<T> {

		/**
		 * Tells every fault of one file.
		 */
		void check(T value, Faults faults);

	}

}
