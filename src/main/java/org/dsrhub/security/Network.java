package org.dsrhub.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * What one caller's addresses have in common: an IPv4 address, or the first 64 bits of an
 * IPv6 address, of which every subscriber has the rest (RFC 4291, section 2.5.4).
 *
 * @param address as the log shows it
 */
record Network(String address) {

	static final Network ANY = new Network("");

	/**
	 * Where a login comes from: the connection's other end, or behind a proxy what
	 * {@code server.forward-headers-strategy} makes of it.
	 */
	static Network of(Authentication login) {
		return of(((WebAuthenticationDetails) login.getDetails()).getRemoteAddress());
	}

	static Network of(String address) {
		// Anything else would be looked up as a name.
		if (!address.contains(":")) {
			return new Network(address);
		}
		try {
			byte[] bytes = InetAddress.getByName(address).getAddress();
			if (bytes.length == 16) {
				Arrays.fill(bytes, 8, 16, (byte) 0);
			}
			return new Network(InetAddress.getByAddress(bytes).getHostAddress());
		}
		catch (UnknownHostException ex) {
			return new Network(address);
		}
	}

	@Override
	public String toString() {
		return this.address;
	}

}
