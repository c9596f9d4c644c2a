package org.dsrhub.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.ConfigurationFile.Faults;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.stereotype.Component;

/**
 * The sources that the hub knows, read once at the start, in the order of their files'
 * names.
 */
@Component
public class Catalogue {

	private static final List<Right> CHANGES = List.of(Right.RECTIFY, Right.RESTRICT, Right.ERASE);

	/** Between the calls of one change a worker keeps its place. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private final Map<String, Source> sources = new LinkedHashMap<>();

	/**
	 * Reads {@code config/sources/*.yaml} and holds each against its Kamelet's
	 * parameters.
	 * @throws InvalidConfiguration naming file, line and field of what is wrong
	 */
	public Catalogue(HubProperties hub) {
		ConfigurationFile<Source> kind = new ConfigurationFile<>(Source.class, "source");
		Kamelets kamelets = new Kamelets(hub.routes().resolve("kamelets"));
		OperationRules operations = new OperationRules(kamelets);
		Correspondences correspondences = new Correspondences(hub.config());
		for (Path file : ConfigurationFile.in(hub.config().resolve("sources"))) {
			Source source = kind.read(file, (read, faults) -> {
				if (read.collect().kamelet() != null) {
					kamelets.check(read.collect(), "collect", faults);
				}
				rated(read, faults);
				correspondences.check(read, faults);
				operations.check(read, faults);
				for (Right right : CHANGES) {
					read.change(right)
						.flatMap(Change::action)
						.ifPresent((action) -> kamelets.check(action, right.label(), faults));
				}
			});
			this.sources.put(source.source(), source);
		}
	}

	public Collection<Source> all() {
		return this.sources.values();
	}

	/**
	 * The source of a row's name, of whichever application.
	 */
	public Optional<Source> find(String name) {
		return Optional.ofNullable(this.sources.get(Source.file(name)));
	}

	/**
	 * Whether there is a file for a source of exactly this name.
	 */
	public boolean has(String name) {
		return this.sources.containsKey(name);
	}

	/**
	 * The source of a row that the hub wrote.
	 * @throws IllegalStateException if its file has gone since
	 */
	public Source get(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException(
				"source=%s is no longer in the catalogue; put its file back to finish its tasks".formatted(name)));
	}

	private static boolean acts(Source source, Right right) {
		return source.change(right).flatMap(Change::action).isPresent();
	}

	/**
	 * A limit that several sources share is one only with one pair of numbers.
	 */
	private void rated(Source source, Faults faults) {
		Source.Rate rate = source.collect().rate();
		if (rate == null) {
			return;
		}
		boolean pairs = rate.calls() > 1 && rate.per().compareTo(LONGEST_WAIT) <= 0;
		if (!pairs && CHANGES.stream().anyMatch((right) -> acts(source, right))) {
			faults.add("collect.rate",
					"expected: at least 2 calls per at most %s where a right changes the source, since a record is read and changed in one go"
						.formatted(LONGEST_WAIT));
		}
		for (Source other : this.sources.values()) {
			Source.Rate shared = other.collect().rate();
			if (shared != null && shared.of().equals(rate.of()) && !shared.equals(rate)) {
				faults.add("collect.rate", "expected: calls: %d and per: %s, as in %s.yaml, which names the same limit"
					.formatted(shared.calls(), shared.per(), other.source()));
				return;
			}
		}
	}

}
