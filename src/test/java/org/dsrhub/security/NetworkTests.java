package org.dsrhub.security;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1,10.0.0.1,true", "10.0.0.1,10.0.0.2,false", "2001:db8:0:1::1,2001:db8:0:1:ffff::2,true",
			"2001:db8:0:1::1,2001:db8:0:2::1,false", "::ffff:10.0.0.1,10.0.0.1,true", "2001:DB8::1,2001:db8::2,true",
			"fe80::1%1,fe80::2%1,true", "no:address,no:address,true", "host.example,host.example,true" })
	void addresses_of_one_subscriber_are_one_network(String one, String other, boolean same) {
		assertThat(Network.of(one).equals(Network.of(other))).isEqualTo(same);
	}

}
