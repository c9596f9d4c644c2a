package org.dsrhub.security;

import java.util.Collection;
import java.util.List;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * A configured user as Spring Security knows them. Roles decide per source, so they stay
 * with the caller and are no authorities.
 */
record Login(Caller caller, String password) implements UserDetails {

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return List.of();
	}

	@Override
	public String getPassword() {
		return this.password;
	}

	@Override
	public String getUsername() {
		return this.caller.name();
	}

	@Override
	public String toString() {
		return "Login[" + this.caller.name() + "]";
	}

}
