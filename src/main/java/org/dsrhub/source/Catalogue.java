package org.dsrhub.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.stereotype.Component;

/**
 * The sources that the hub knows, read once at the start, in the order of their files'
 * names.
 */
@Component
public class Catalogue {

	private final Map<String, Source> sources = new LinkedHashMap<>();

	/**
	 * Reads {@code config/sources/*.yaml} and holds each against its Kamelet's
	 * parameters.
	 * @throws InvalidConfiguration naming file, line and field of what is wrong
	 */
	public Catalogue(HubProperties hub) {
		ConfigurationFile<Source> kind = new ConfigurationFile<>(Source.class, "/schema/source.schema.json");
		for (Path file : ConfigurationFile.in(hub.config().resolve("sources"))) {
			Source source = kind.read(file);
			List<String> faults = new ArrayList<>();
			if (!file.getFileName().toString().replaceFirst("\\.ya?ml$", "").equals(source.source())) {
				faults.add("field 'source': must be the file's name without its ending");
			}
			faults.addAll(faults(hub.routes().resolve("kamelets"), source.collect()));
			if (!faults.isEmpty()) {
				throw new InvalidConfiguration(file, faults);
			}
			this.sources.put(source.source(), source);
		}
	}

	public Collection<Source> all() {
		return this.sources.values();
	}

	public Optional<Source> find(String name) {
		return Optional.ofNullable(this.sources.get(name));
	}

	/**
	 * The source of a row that the hub wrote.
	 * @throws IllegalStateException if its file has gone since
	 */
	public Source get(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException(
				"source=%s is no longer in the catalogue; put its file back to finish its tasks".formatted(name)));
	}

	private static List<String> faults(Path kamelets, Source.Action action) {
		Path file = kamelets.resolve(action.kamelet() + ".kamelet.yaml");
		if (!Files.isRegularFile(file)) {
			return List.of("field 'collect.kamelet': there is no " + file);
		}
		try {
			JsonNode definition = new YAMLMapper().readTree(file.toFile()).path("spec").path("definition");
			List<String> faults = new ArrayList<>();
			action.parameters().keySet().forEach((name) -> {
				if (!definition.path("properties").has(name)) {
					faults.add("field 'collect.parameters.%s': %s has no such parameter".formatted(name,
							action.kamelet()));
				}
			});
			definition.path("required").forEach((name) -> {
				if (!action.parameters().containsKey(name.asText())) {
					faults.add(
							"field 'collect.parameters.%s': %s requires it".formatted(name.asText(), action.kamelet()));
				}
			});
			return faults;
		}
		catch (java.io.IOException ex) {
			return List.of("field 'collect.kamelet': %s cannot be read: %s".formatted(file, ex.getMessage()));
		}
	}

}
