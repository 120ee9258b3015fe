import { LabIcon } from '@jupyterlab/ui-components';

/** The icon of Carry: a carried digit above an addition. */
export const carryIcon = new LabIcon({
  name: 'jupyterlab-carry:carry',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16"><g class="jp-icon3" fill="#616161"><path d="M2 13.2h12v1.5H2z"/><path d="M4.2 7.2h1.6v1.6h1.6v1.6H5.8V12H4.2v-1.6H2.6V8.8h1.6z"/><path d="M9.4 7.2h1.9c1.2 0 2 .8 2 1.8 0 .6-.3 1-.7 1.4L11.3 11.600h2V13H9v-1.100l2-2c.3-.3.5-.5.5-.8 0-.3-.2-.5-.6-.5H9.400z"/><path d="M10.600 1.200h1.400v4.300h-1.500V3l-.8.4-.5-1.200z"/></g></svg>'
});

/** The icon of submitting a notebook. */
export const submitIcon = new LabIcon({
  name: 'jupyterlab-carry:submit',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16"><path class="jp-icon3" fill="#616161" d="M8 1.500l4.500 4.500h-3v5h-3V6h-3zM2.500 12.500h11V14h-11z"/></svg>'
});
