package org.dsrhub.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/**
 * The configured users. Without any, nobody gets in.
 */
@Component
public class Logins implements UserDetailsService {

	private final Map<String, Login> logins = new LinkedHashMap<>();

	/**
	 * Checks and keeps {@code hub.users}.
	 * @throws InvalidConfiguration naming every fault and the user that has it
	 */
	public Logins(Configured configured) {
		List<String> faults = new ArrayList<>();
		for (User user : configured.users()) {
			List<String> found = user.faults();
			if (this.logins.containsKey(user.name())) {
				found.add("is there twice");
			}
			found.forEach((fault) -> faults.add("hub.users, user '%s': %s".formatted(user.name(), fault)));
			if (found.isEmpty()) {
				Set<Role> roles = user.roles().stream().map(Role::of).collect(Collectors.toSet());
				this.logins.put(user.name(),
						new Login(new Caller(user.name(), roles, Set.copyOf(user.tenants())), user.password()));
			}
		}
		if (!faults.isEmpty()) {
			throw new InvalidConfiguration(String.join(System.lineSeparator(), faults));
		}
	}

	public Collection<Caller> callers() {
		return this.logins.values().stream().map(Login::caller).toList();
	}

	@Override
	public UserDetails loadUserByUsername(String name) {
		return find(name).orElseThrow(() -> new UsernameNotFoundException("no such user"));
	}

	Optional<Login> find(String name) {
		return Optional.ofNullable(this.logins.get(name));
	}

	/**
	 * The part of the configuration that names users.
	 *
	 * @param users as the file has them
	 */
	@ConfigurationProperties("hub")
	public record Configured(List<User> users) {

		public Configured {
			users = (users != null) ? List.copyOf(users) : List.of();
		}

	}

	/**
	 * One user.
	 *
	 * @param password a digest that begins with its kind in braces
	 */
	public record User(String name, String password, List<String> roles, List<String> tenants) {

		public User {
			roles = (roles != null) ? List.copyOf(roles) : List.of();
			tenants = (tenants != null) ? List.copyOf(tenants) : List.of();
		}

		List<String> faults() {
			List<String> faults = new ArrayList<>();
			if (this.name == null || !this.name.matches("[^:\\p{Cntrl}]{1,200}") || this.name.isBlank()) {
				faults.add("a name has 1 to 200 characters and no colon");
			}
			if (this.password == null || !this.password.matches("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}")) {
				faults.add("the password must be a bcrypt digest, {bcrypt}$2a$10$..., never the password itself");
			}
			this.roles.stream().filter((role) -> Role.find(role).isEmpty()).forEach((role) -> {
				String known = java.util.Arrays.stream(Role.values())
					.map(Role::label)
					.collect(Collectors.joining(", "));
				faults.add("unknown role '%s'; known are %s".formatted(role, known));
			});
			return faults;
		}

		@Override
		public String toString() {
			return "User[" + this.name + "]";
		}

	}

}
