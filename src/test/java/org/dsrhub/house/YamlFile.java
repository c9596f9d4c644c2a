package org.dsrhub.house;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as the list of its fields, in the order of the file.
 *
 * @param path where it is
 * @param text what it says
 * @param fields every field at every depth
 */
record YamlFile(Path path, String text, List<Field> fields) {

	/**
	 * One field.
	 *
	 * @param path such as {@code [0].route.from.uri}
	 * @param key its last step
	 * @param value of a scalar; nothing else has one
	 * @param line where it stands, the first line being 1
	 * @param flow whether it is a map in braces
	 */
	record Field(String path, String key, String value, int line, boolean flow) {

		boolean scalar() {
			return this.value != null;
		}

	}

	static YamlFile read(Path path) {
		try {
			String text = Files.readString(path);
			List<Field> fields = new ArrayList<>();
			Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
			// A file of comments alone has none.
			if (root != null) {
				collect(root, "", "", root, fields);
			}
			return new YamlFile(path, text, List.copyOf(fields));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(path.toString(), ex);
		}
	}

	/**
	 * The files below a folder that end so, in order.
	 */
	static List<YamlFile> below(String folder, String ending) {
		try (Stream<Path> files = Files.walk(Path.of(folder))) {
			return files.filter((file) -> file.toString().endsWith(ending)).sorted().map(YamlFile::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(folder, ex);
		}
	}

	/**
	 * Its name up to the first dot.
	 */
	String name() {
		return this.path.getFileName().toString().replaceFirst("\\..*", "");
	}

	Optional<Field> field(String path) {
		return this.fields.stream().filter((field) -> field.path().equals(path)).findFirst();
	}

	String value(String path) {
		return field(path).map(Field::value).orElse("");
	}

	boolean has(String path) {
		return field(path).isPresent();
	}

	Stream<Field> keyed(String... keys) {
		List<String> wanted = List.of(keys);
		return this.fields.stream().filter((field) -> wanted.contains(field.key()));
	}

	/**
	 * The line of a field or, where it is missing, of the one that should hold it.
	 */
	int line(String path) {
		return this.fields.stream()
			.filter((field) -> path.startsWith(field.path()))
			.mapToInt(Field::line)
			.max()
			.orElse(1);
	}

	long lines() {
		return this.text.lines().filter((line) -> !line.startsWith("# says: ")).count();
	}

	private static void collect(Node node, String path, String key, Node at, List<Field> fields) {
		boolean flow = node instanceof MappingNode map && map.getFlowStyle() == FlowStyle.FLOW
				&& !map.getValue().isEmpty();
		String value = (node instanceof ScalarNode scalar) ? scalar.getValue() : null;
		fields.add(new Field(path, key, value, at.getStartMark().getLine() + 1, flow));
		if (node instanceof MappingNode map) {
			map.getValue().forEach((entry) -> {
				String name = ((ScalarNode) entry.getKeyNode()).getValue();
				collect(entry.getValueNode(), path.isEmpty() ? name : path + "." + name, name, entry.getKeyNode(),
						fields);
			});
		}
		else if (node instanceof SequenceNode list) {
			for (int i = 0; i < list.getValue().size(); i++) {
				Node element = list.getValue().get(i);
				collect(element, "%s[%d]".formatted(path, i), "", element, fields);
			}
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
