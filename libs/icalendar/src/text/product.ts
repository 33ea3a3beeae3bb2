/** PRODID of texts that no client wrote. */
export const ownProductId = '-//Dayferry//Dayferry//EN';
