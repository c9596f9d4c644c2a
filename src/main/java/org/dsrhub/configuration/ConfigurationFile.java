package org.dsrhub.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads one kind of YAML file by its JSON Schema into a record, and says of every fault
 * where it stands.
 */
public final class ConfigurationFile<T> {

	private static final YAMLMapper YAML = YAMLMapper
		.builder(YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.addModule(new JavaTimeModule())
		.build();

	private final Class<T> type;

	private final JsonSchema schema;

	/**
	 * A kind of file.
	 * @param type the record that it becomes
	 * @param schema its JSON Schema on the class path, such as
	 * {@code /schema/tenant.schema.json}
	 */
	public ConfigurationFile(Class<T> type, String schema) {
		this.type = type;
		try (InputStream resource = ConfigurationFile.class.getResourceAsStream(schema)) {
			this.schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource);
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
		try {
			String text = Files.readString(file);
			JsonNode tree = YAML.readTree(text);
			Map<String, Integer> lines = lines(text);
			List<String> faults = new ArrayList<>();
			this.schema.validate(tree).forEach((fault) -> faults.add(fault(lines, fault)));
			if (!faults.isEmpty()) {
				throw new InvalidConfiguration(file, faults);
			}
			try {
				return YAML.treeToValue(tree, this.type);
			}
			catch (JsonMappingException ex) {
				throw new InvalidConfiguration(file, List.of(fault(lines, pointer(ex), ex.getOriginalMessage())));
			}
		}
		catch (JsonProcessingException ex) {
			int line = (ex.getLocation() != null) ? ex.getLocation().getLineNr() : 1;
			throw new InvalidConfiguration(file, List.of("line %d: %s".formatted(line, ex.getOriginalMessage())));
		}
		catch (IOException ex) {
			throw new InvalidConfiguration(file, List.of("cannot be read: " + ex.getMessage()));
		}
	}

	private static String fault(Map<String, Integer> lines, ValidationMessage fault) {
		String pointer = fault.getInstanceLocation().toString();
		if ("additionalProperties".equals(fault.getType())) {
			return fault(lines, pointer + "." + fault.getProperty(), "is not known here; check its spelling");
		}
		return fault(lines, pointer, fault.getMessage().replaceFirst("^\\$[^:]*: ", ""));
	}

	private static String fault(Map<String, Integer> lines, String pointer, String message) {
		String field = pointer.replaceFirst("^\\$\\.?", "").replaceAll("\\[(\\d+)\\]", ".$1");
		String known = field;
		while (!lines.containsKey(known)) {
			int dot = known.lastIndexOf('.');
			known = (dot < 0) ? "" : known.substring(0, dot);
		}
		return "line %d, field '%s': %s".formatted(lines.get(known), field.isEmpty() ? "(file)" : field, message);
	}

	private static String pointer(JsonMappingException ex) {
		List<String> path = new ArrayList<>();
		ex.getPath()
			.forEach((step) -> path
				.add((step.getFieldName() != null) ? step.getFieldName() : String.valueOf(step.getIndex())));
		return String.join(".", path);
	}

	private static Map<String, Integer> lines(String text) throws IOException {
		Map<String, Integer> lines = new HashMap<>();
		lines.put("", 1);
		try (Reader reader = new java.io.StringReader(text)) {
			Node root = new Yaml(new LoaderOptions()).compose(reader);
			if (root != null) {
				collect(root, "", lines);
			}
		}
		return lines;
	}

	private static void collect(Node node, String path, Map<String, Integer> lines) {
		if (node instanceof MappingNode mapping) {
			mapping.getValue().forEach((entry) -> {
				String key = (entry.getKeyNode() instanceof ScalarNode scalar) ? scalar.getValue() : "?";
				String child = path.isEmpty() ? key : path + "." + key;
				lines.put(child, entry.getKeyNode().getStartMark().getLine() + 1);
				collect(entry.getValueNode(), child, lines);
			});
		}
		else if (node instanceof SequenceNode sequence) {
			for (int i = 0; i < sequence.getValue().size(); i++) {
				Node element = sequence.getValue().get(i);
				lines.put(path + "." + i, element.getStartMark().getLine() + 1);
				collect(element, path + "." + i, lines);
			}
		}
	}

}
