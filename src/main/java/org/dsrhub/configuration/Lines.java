package org.dsrhub.configuration;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * On which line each field of a YAML file stands, the first line being 1.
 */
final class Lines {

	private final Map<String, Integer> lines = new HashMap<>(Map.of("", 1));

	private Lines() {
	}

	/**
	 * The lines of one file.
	 * @param text well-formed YAML
	 */
	static Lines of(String text) {
		Lines lines = new Lines();
		Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
		if (root != null) {
			lines.collect(root, "");
		}
		return lines;
	}

	/**
	 * The line of a field or, where it is missing, of the one that should hold it.
	 */
	int line(String field) {
		String known = field;
		while (!this.lines.containsKey(known)) {
			known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
		}
		return this.lines.get(known);
	}

	private void collect(Node node, String field) {
		if (node instanceof MappingNode mapping) {
			mapping.getValue().forEach((entry) -> {
				if (entry.getKeyNode() instanceof ScalarNode key) {
					String child = Expectations.field(field, key.getValue());
					this.lines.put(child, key.getStartMark().getLine() + 1);
					collect(entry.getValueNode(), child);
				}
			});
		}
		else if (node instanceof SequenceNode sequence) {
			for (int i = 0; i < sequence.getValue().size(); i++) {
				String child = "%s[%d]".formatted(field, i);
				this.lines.put(child, sequence.getValue().get(i).getStartMark().getLine() + 1);
				collect(sequence.getValue().get(i), child);
			}
		}
	}

}
