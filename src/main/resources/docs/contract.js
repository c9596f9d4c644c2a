// Shows the contract with the one way to log in that this installation takes, as its door says.
async function show() {
  const refused = await fetch('../api/requests', { credentials: 'omit' });
  const other = (refused.headers.get('WWW-Authenticate') ?? '').startsWith('Bearer') ? 'login' : 'token';
  SwaggerUIBundle({
    url: '../api/openapi.yaml',
    dom_id: '#contract',
    deepLinking: true,
    validatorUrl: null,
    // The browser would ask for a password of its own where one is wrong.
    requestInterceptor: (call) => Object.assign(call, { credentials: 'omit' }),
    plugins: [{
      statePlugins: {
        spec: {
          wrapActions: {
            updateJsonSpec: (update) => (contract) => {
              delete contract.components.securitySchemes[other];
              contract.security = contract.security.filter((way) => !(other in way));
              return update(contract);
            },
          },
        },
      },
    }],
  });
}

show();
